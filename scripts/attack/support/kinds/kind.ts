import type { Route } from '@patchbay/sdk'

/** What the answer to `QUESTION` says. */
export const ANSWER = 'the whole answer arrived'
/** The servers of these attacks answer it with `ANSWER`. */
export const QUESTION = `Say exactly: ${ANSWER}`

/** The name of the model in every request in OpenAI's shape. */
export const MODEL = 'gpt-4o'
/** The name of Azure's deployments. */
export const DEPLOYMENT = 'deployed'
/** The model of every request to Bedrock. */
export const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'

/** Secrets of the caller's, which no text may show. */
export const CALLER_KEY = 'sk-of-the/caller+51d0'

/** How a client is made. */
export interface ClientSetup {
  /** The origin that it sends to when nobody routes it. */
  readonly provider: string
  /** How often the SDK tries again. */
  readonly retries: number
}

/** A client, its kind's way to ask hidden. */
export interface Caller {
  /** What `register` takes; `undefined` where the route is given to the call. */
  readonly client?: object
  /** Takes the route from now on. */
  readonly route: (route: Route) => void
  /** The text of a plain answer. */
  readonly plain: () => Promise<string>
  /** The text of a streamed answer, read to its end. */
  readonly stream: () => Promise<string>
}

/** One kind of client. */
export interface ClientKind {
  readonly name: string
  readonly protocol: 'openai' | 'anthropic' | 'bedrock'
  readonly make: (setup: ClientSetup) => Caller
}

/** The pieces of a stream, joined. */
export async function joined<Piece>(
  stream: AsyncIterable<Piece> | undefined,
  text: (piece: Piece) => string | null | undefined,
): Promise<string> {
  let all = ''
  for await (const piece of stream ?? []) all += text(piece) ?? ''
  return all
}
