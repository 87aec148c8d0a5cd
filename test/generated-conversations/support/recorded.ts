/** What answers hold of reasoning, by the API of the client: it goes back as it came. */
export interface Recorded {
  /** Members of an assistant message. */
  readonly chat: Readonly<Record<string, Json>>
  /** Items that stand before the message. */
  readonly responses: Readonly<Record<string, readonly Json[]>>
  /** Blocks that stand before the text. */
  readonly messages: Readonly<Record<string, readonly Json[]>>
}

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>

/** Sends a body to a path below the client's base, and returns the answer. */
export type Send = (path: string, body: Json) => Promise<Response>

const QUESTION = 'What is 12 + 30?'

/** The reasoning that these models give, by the three APIs that carry it. A model that gives none is left out. */
export async function recordReasoning(
  send: Send,
  models: Readonly<Record<string, string>>,
): Promise<Recorded> {
  const recorded = { chat: {}, responses: {}, messages: {} } as {
    chat: Record<string, Json>
    responses: Record<string, readonly Json[]>
    messages: Record<string, readonly Json[]>
  }
  for (const [name, model] of Object.entries(models)) {
    const user = [{ role: 'user', content: QUESTION }]
    const chat = await read(send, '/chat/completions', { model, messages: user, reasoning_effort: 'high' })
    const {
      role: _,
      content: __,
      refusal: ___,
      ...members
    } = (chat['choices'] as [{ message: Json }])[0].message
    if (Object.keys(members).some((member) => /reasoning|blocks/.test(member))) recorded.chat[name] = members
    const response = await read(send, '/responses', {
      model,
      input: QUESTION,
      reasoning: { effort: 'high', summary: 'auto' },
      include: ['reasoning.encrypted_content'],
      store: false,
    })
    const items = (response['output'] as Json[]).filter(({ type }) => type === 'reasoning')
    if (items.length > 0) recorded.responses[name] = items
    const thinking = isAdaptive(model) ? { type: 'adaptive' } : { type: 'enabled', budget_tokens: 1024 }
    const message = await read(send, '/messages', { model, max_tokens: 2000, thinking, messages: user })
    const blocks = (message['content'] as Json[]).filter(({ type }) => type !== 'text')
    if (blocks.length > 0) recorded.messages[name] = blocks
  }
  return recorded
}

/** From 4.7 on Claude takes no budget. */
const isAdaptive = (model: string): boolean => /claude-(?:opus-4-7|[a-z]+-5)/.test(model)

async function read(send: Send, path: string, body: Json): Promise<Json> {
  const answer = await send(path, body)
  const json = (await answer.json()) as Json
  if (!answer.ok) throw new Error(`${path} of ${String(body['model'])}: ${JSON.stringify(json)}`)
  return json
}
