import type { GatewayReplyScript } from '@patchbay/testing'

/** What every client is asked to do, in the order of the table. */
export const OPERATIONS = ['plain', 'stream', 'tools', 'embeddings', 'responses', 'error'] as const

/** One thing that a client is asked to do. */
export type Operation = (typeof OPERATIONS)[number]

/** What a row needs to make a client. */
export interface Bench<Route> {
  /** The route under test. */
  readonly route: Route
  /** Where the provider would be: a server that must not be reached. */
  readonly provider: string
}

/** One kind of client: how it does each operation. One that it does not know is left out. */
export interface ClientRow<Route> {
  readonly name: string
  readonly operations: Partial<Record<Operation, (bench: Bench<Route>) => Promise<unknown>>>
  /** Answers for what the test gateway does not know by itself, such as Bedrock's own API. */
  readonly reply?: (operation: Operation) => GatewayReplyScript
}

/** Keys that are told apart in what arrives. Their values are never written down. */
export const CALLER_KEY = 'sk-the-callers-own-provider-key'
export const GATEWAY_KEY = 'the-gateways-own-key'

/** The model and the deployment that every client names. */
export const MODEL = 'gpt-4o'
export const EMBEDDING_MODEL = 'text-embedding-3-small'
export const DEPLOYMENT = 'my-deployment'
export const API_VERSION = '2024-10-21'
export const QUESTION = 'What is the weather in Oslo?'

/** A tool in JSON schema. */
export const WEATHER = {
  name: 'get_weather',
  description: 'The weather in a city',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  },
}

/** Reads a stream to its end. A failure that a client swallows shows as a stream of nothing. */
export async function drain(stream: AsyncIterable<unknown>): Promise<number> {
  const pieces: unknown[] = []
  for await (const piece of stream) pieces.push(piece)
  if (pieces.length === 0) throw new Error('The stream was empty.')
  return pieces.length
}
