/** What becomes of a request: its answer is read to the end, or the caller goes before it, or within it. */
export type Fate = 'read' | 'left-before' | 'left-within'

/** One request of the load. */
export interface LoadRequest {
  readonly path: string
  readonly body: string
  readonly fate: Fate
}

const MODEL = 'us.amazon.nova-pro-v1:0'

/** A third of the callers goes, half of these before the answer, half within it. */
export function fateOf(index: number): Fate {
  if (index % 3 !== 0) return 'read'
  return index % 6 === 0 ? 'left-before' : 'left-within'
}

/** Chat Completions, Messages and Responses take turns, as do whole answers and streams; who goes within an answer reads a stream. */
export function createRequest(index: number): LoadRequest {
  const fate = fateOf(index)
  const stream = fate === 'left-within' || index % 2 === 0
  const prompt = `Request #${index}# says hello.`
  const messages = [{ role: 'user', content: prompt }]
  const [path, fields] = [
    ['/v1/chat/completions', { messages }] as const,
    ['/v1/messages', { messages, max_tokens: 100 }] as const,
    ['/v1/responses', { input: prompt }] as const,
  ][Math.floor(index / 6) % 3] ?? ['', {}]
  return { path, fate, body: JSON.stringify({ model: MODEL, stream, ...fields }) }
}

/** Which request it was that has arrived upstream. */
export function indexIn(text: string): number {
  return Number(/#(\d{1,9})#/.exec(text)?.[1] ?? Number.NaN)
}
