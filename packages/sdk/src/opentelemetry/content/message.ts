/** A part of a message, in the form of the conventions' JSON schema. */
export interface Part {
  readonly type: string
  readonly [member: string]: unknown
}

/** https://github.com/open-telemetry/semantic-conventions-genai/blob/v0.1.0/model/gen-ai/gen-ai-input-messages.json */
export interface Message {
  readonly role: string
  readonly parts: readonly Part[]
  readonly name?: string
  /** Of messages that a model has given. */
  readonly finish_reason?: string
}

/** What a body holds, as far as the conventions have an attribute for it. */
export interface Content {
  /** Instructions that the API has apart from the conversation. */
  readonly instructions?: readonly Part[] | undefined
  readonly messages?: readonly Message[] | undefined
  readonly tools?: readonly Part[] | undefined
}

/** A value as an object; of anything else one without members. */
export function members(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}
}

/** A value as a list; of anything else an empty one. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : []
}

/** A value as a text; of anything else an empty one. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** A part of text. */
export function textPart(content: unknown): Part {
  return { type: 'text', content: text(content) }
}

/** A call of a tool; arguments that come as JSON are parsed. */
export function toolCall(id: unknown, name: unknown, given: unknown): Part {
  return { type: 'tool_call', id: id ?? null, name: text(name), arguments: parsed(given) }
}

/** The result of a tool. */
export function toolResponse(id: unknown, response: unknown): Part {
  return { type: 'tool_call_response', id: id ?? null, response: response ?? null }
}

/** What a model thought. */
export function reasoningPart(content: unknown): Part {
  return { type: 'reasoning', content: text(content) }
}

/**
 * A picture, a document, a recording or a film. Bytes are left out, as too much for a span: what is kept is that they were there,
 * and of which type. A URL stays, unless it holds the bytes itself.
 */
export function mediaPart(modality: string, { mimeType, url }: { mimeType?: unknown; url?: unknown }): Part {
  if (typeof url === 'string' && !url.startsWith('data:'))
    return { type: 'uri', modality, mime_type: mimeType ?? null, uri: url }
  const ofURL = typeof url === 'string' ? /^data:([^;,]*)/.exec(url)?.[1] : undefined
  return { type: 'blob', modality, mime_type: mimeType ?? ofURL ?? null, content: '' }
}

/** A definition of a tool that the application runs. */
export function functionTool(name: unknown, description: unknown, parameters: unknown): Part {
  return {
    type: 'function',
    name: text(name),
    ...(typeof description === 'string' && { description }),
    ...(parameters !== undefined && { parameters }),
  }
}

/** JSON that is complete as what it says, everything else as it is. */
export function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? null
  try {
    return JSON.parse(value) as unknown
  } catch {
    return value
  }
}
