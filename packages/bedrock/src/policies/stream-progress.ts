import { type Progress, progressOf } from '@patchbay/core'

/**
 * How far an event of ConverseStream or InvokeModelWithResponseStream brings its reader, for the limits of `timeout`: the opening of
 * a message, and of a block without a tool, is no content.
 */
export function streamProgress(event: unknown): Progress {
  if (typeof event !== 'object' || event === null) return 'content'
  if ('messageStart' in event) return 'start'
  if ('contentBlockStart' in event) return openingProgress(event.contentBlockStart)
  return 'chunk' in event ? chunkProgress(event.chunk) : 'content'
}

function openingProgress(opening: unknown): Progress {
  const { start } = (opening ?? {}) as { start?: object }
  return Object.keys(start ?? {}).length === 0 ? 'start' : 'content'
}

/** The bytes are a JSON event of the model's own: Claude's are those of Anthropic's API, Nova's those of Converse. */
function chunkProgress(chunk: unknown): Progress {
  const { bytes } = (chunk ?? {}) as { bytes?: unknown }
  if (!(bytes instanceof Uint8Array)) return 'content'
  try {
    const event: unknown = JSON.parse(new TextDecoder().decode(bytes))
    if (typeof event !== 'object' || event === null) return 'content'
    return 'type' in event || 'choices' in event
      ? progressOf(event as Record<string, unknown>)
      : streamProgress(event)
  } catch {
    return 'content'
  }
}
