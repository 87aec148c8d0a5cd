// What is measured, by whom, and what it must show.
import type { WorkloadName } from './workloads.ts'

/** One measure: what it is called on the page, in which workload it is taken, and in how many digits it is told. */
export interface Measure {
  readonly heading: string
  readonly workload: WorkloadName | 'cold' | 'import'
  readonly digits: number
}

/** Measures by name, which is also the name of the figure in what a workload resolves with. */
export const MEASURES = {
  call: { heading: 'whole call, CPU µs', workload: 'call', digits: 0 },
  event: { heading: 'event, CPU µs', workload: 'event', digits: 1 },
  packets: { heading: 'event in a packet of its own, CPU µs', workload: 'packets', digits: 1 },
  paced: { heading: '32 paced streams, CPU µs an event', workload: 'paced', digits: 1 },
  'first-delta': { heading: 'first delta, wall µs', workload: 'first-delta', digits: 0 },
  'throughput-1': { heading: 'calls/s, one at a time', workload: 'throughput-1', digits: 0 },
  'throughput-16': { heading: 'calls/s, 16 at once', workload: 'throughput-16', digits: 0 },
  'throughput-128': { heading: 'calls/s, 128 at once', workload: 'throughput-128', digits: 0 },
  'large-prompt': { heading: 'prompt of 256 KB, CPU µs', workload: 'large-prompt', digits: 0 },
  image: { heading: 'image of 1 MB, CPU µs', workload: 'image', digits: 0 },
  'large-deltas': { heading: 'delta of 64 KB, CPU µs', workload: 'large-deltas', digits: 0 },
  'tools-10': { heading: '10 tools, CPU ms', workload: 'tools', digits: 2 },
  'tools-100': { heading: '100 tools', workload: 'tools', digits: 2 },
  'tools-1000': { heading: '1,000 tools', workload: 'tools', digits: 1 },
  'messages-1000': { heading: '1,000 messages, CPU ms', workload: 'messages', digits: 1 },
  'messages-5000': { heading: '5,000 messages', workload: 'messages', digits: 1 },
  'messages-20000': { heading: '20,000 messages', workload: 'messages', digits: 0 },
  exponent: { heading: 'exponent, 1,000 to 20,000', workload: 'messages', digits: 2 },
  embeddings: { heading: '64 embeddings, CPU µs', workload: 'embeddings', digits: 0 },
  import: { heading: 'import, CPU ms', workload: 'import', digits: 1 },
  cold: { heading: 'import and first call, CPU ms', workload: 'cold', digits: 1 },
  unread: { heading: 'a stream of 64 MB that nobody reads, MB held', workload: 'unread', digits: 1 },
  'open-streams': { heading: '256 open streams, kB held by each', workload: 'open-streams', digits: 1 },
  connections: { heading: 'connections for 100 calls', workload: 'connections', digits: 0 },
  'stream-connections': { heading: 'for 100 streams after them', workload: 'connections', digits: 0 },
} as const satisfies Record<string, Measure>

/** The name of a measure. */
export type MeasureName = keyof typeof MEASURES

/** Contestants by the name of their file in `contestants/`, as the page calls them. */
export const CONTESTANTS = {
  'aws-sdk': 'AWS SDK, HTTP/1.1 keep-alive',
  'aws-sdk-http2': 'AWS SDK as it comes, HTTP/2',
  'openai-alone': '`openai` against an OpenAI-compatible server, no Patchbay',
  'ai-sdk': 'AI SDK, `generateText` and `streamText`, its Bedrock provider',
  'chat-bedrock-converse': 'LangChain, `ChatBedrockConverse`',
  bedrock: '`openai` on a `bedrock()` route',
  'bedrock-sse': '`openai` with `createFetch(bedrock())`: the client decodes server-sent events',
  'bedrock-openai-4': '`openai` 4 on a `bedrock()` route: server-sent events',
  'bedrock-bytes': '`openai` on a `bedrock()` route, the bytes of `asResponse()`',
  gateway: '`openai` on a gateway route',
  responses: '`openai`, Responses, on a `bedrock()` route',
  messages: 'Anthropic SDK, Messages, on a `bedrock()` route',
  'chat-openai': 'LangChain, `ChatOpenAI` on a `bedrock()` route',
  reverse: 'AWS SDK on an `openai()` route',
  'embeddings-aws-sdk': 'AWS SDK, 64 × InvokeModel, HTTP/1.1 keep-alive',
  embeddings: '`openai`, one call, on a `bedrock()` route',
  'bedrock-hook': '`openai` on a `bedrock()` route, with a hook',
  'gateway-hook': '`openai` on a gateway route, with a hook',
  'patchbay-import': '`@patchbay/sdk` alone, no client',
} as const

/** The name of a contestant. */
export type ContestantName = keyof typeof CONTESTANTS

/** One table of the page; × is against `base` in the same round. */
export interface Table {
  readonly title: string
  readonly base: ContestantName
  readonly measures: readonly MeasureName[]
  readonly contestants: readonly ContestantName[]
}

/** Tables by name. */
export const TABLES: Readonly<Record<string, Table>> = {
  chat: {
    title: 'Calls and streams',
    base: 'aws-sdk',
    measures: ['call', 'event', 'packets', 'paced', 'first-delta'],
    contestants: [
      'aws-sdk',
      'openai-alone',
      'bedrock',
      'bedrock-sse',
      'gateway',
      'ai-sdk',
      'chat-bedrock-converse',
    ],
  },
  forms: {
    title: 'Other ways to make the same call, and to read the same stream',
    base: 'aws-sdk',
    measures: ['call', 'event'],
    contestants: ['aws-sdk', 'bedrock-openai-4', 'bedrock-bytes'],
  },
  http2: {
    title: "The AWS SDK's own default",
    base: 'aws-sdk',
    measures: ['call'],
    contestants: ['aws-sdk', 'aws-sdk-http2'],
  },
  throughput: {
    title: 'Calls a second, by calls under way at once (more is better)',
    base: 'aws-sdk',
    measures: ['throughput-1', 'throughput-16', 'throughput-128'],
    contestants: ['aws-sdk', 'openai-alone', 'bedrock', 'gateway'],
  },
  gateway: {
    title: 'A gateway route against the same client without Patchbay',
    base: 'openai-alone',
    measures: ['call', 'event', 'packets', 'paced', 'first-delta', 'throughput-16'],
    contestants: ['openai-alone', 'gateway'],
  },
  large: {
    title: 'Large requests and answers',
    base: 'aws-sdk',
    measures: ['large-prompt', 'image', 'large-deltas', 'tools-10', 'tools-100', 'tools-1000'],
    contestants: ['aws-sdk', 'openai-alone', 'bedrock'],
  },
  conversations: {
    title: 'Long conversations',
    base: 'aws-sdk',
    measures: ['messages-1000', 'messages-5000', 'messages-20000', 'exponent'],
    contestants: ['aws-sdk', 'openai-alone', 'bedrock'],
  },
  clients: {
    title: 'Other clients and directions',
    base: 'aws-sdk',
    measures: ['call', 'event'],
    contestants: ['aws-sdk', 'responses', 'messages', 'chat-openai', 'chat-bedrock-converse', 'reverse'],
  },
  embeddings: {
    title: 'Embeddings of a model that takes one text a call',
    base: 'embeddings-aws-sdk',
    measures: ['embeddings'],
    contestants: ['embeddings-aws-sdk', 'embeddings'],
  },
  hooks: {
    title: 'What a hook costs',
    base: 'bedrock',
    measures: ['call', 'event'],
    contestants: ['bedrock', 'bedrock-hook', 'gateway', 'gateway-hook'],
  },
  starts: {
    title: 'Starts, over an empty process',
    base: 'openai-alone',
    measures: ['import', 'cold'],
    contestants: ['openai-alone', 'gateway', 'bedrock', 'aws-sdk', 'patchbay-import'],
  },
  memory: {
    title: 'Memory and connections',
    base: 'aws-sdk',
    measures: ['unread', 'open-streams', 'connections', 'stream-connections'],
    contestants: ['aws-sdk', 'openai-alone', 'bedrock', 'bedrock-sse', 'gateway'],
  },
}

/** What a measure of one contestant must be, as a ratio over another in the same round, or by itself. */
export interface Target {
  readonly title: string
  readonly measure: MeasureName
  readonly of: ContestantName
  readonly over?: ContestantName
  readonly must: number
  readonly stretch?: number
  /** The figure must be at least that, not at most. */
  readonly atLeast?: true
}

/** The aims, in the order of the page. */
export const TARGETS: readonly Target[] = [
  {
    title: 'whole call × AWS SDK',
    measure: 'call',
    of: 'bedrock',
    over: 'aws-sdk',
    must: 0.65,
    stretch: 0.5,
  },
  { title: 'whole call × `openai` alone', measure: 'call', of: 'bedrock', over: 'openai-alone', must: 0.7 },
  {
    title: 'event × AWS SDK, `for await`',
    measure: 'event',
    of: 'bedrock',
    over: 'aws-sdk',
    must: 0.25,
    stretch: 0.2,
  },
  {
    title: 'event × AWS SDK, server-sent events',
    measure: 'event',
    of: 'bedrock-sse',
    over: 'aws-sdk',
    must: 1,
    stretch: 0.8,
  },
  {
    title: '32 paced streams, event × AWS SDK',
    measure: 'paced',
    of: 'bedrock',
    over: 'aws-sdk',
    must: 0.6,
    stretch: 0.5,
  },
  {
    title: 'first delta, wall × AWS SDK',
    measure: 'first-delta',
    of: 'bedrock',
    over: 'aws-sdk',
    must: 0.8,
    stretch: 0.55,
  },
  {
    title: 'calls/s at 16 × AWS SDK',
    measure: 'throughput-16',
    of: 'bedrock',
    over: 'aws-sdk',
    must: 1.6,
    stretch: 2.5,
    atLeast: true,
  },
  {
    title: 'prompt of 256 KB × AWS SDK',
    measure: 'large-prompt',
    of: 'bedrock',
    over: 'aws-sdk',
    must: 0.55,
    stretch: 0.45,
  },
  {
    title: 'image of 1 MB × AWS SDK',
    measure: 'image',
    of: 'bedrock',
    over: 'aws-sdk',
    must: 0.9,
    stretch: 0.7,
  },
  {
    title: 'gateway route, call × unregistered',
    measure: 'call',
    of: 'gateway',
    over: 'openai-alone',
    must: 0.7,
    stretch: 0.45,
  },
  {
    title: 'gateway route, event × unregistered',
    measure: 'event',
    of: 'gateway',
    over: 'openai-alone',
    must: 0.95,
    stretch: 0.8,
  },
  { title: 'exponent over messages to 20,000', measure: 'exponent', of: 'bedrock', must: 1.1, stretch: 1 },
  {
    title: 'import and first call × `openai` alone',
    measure: 'cold',
    of: 'bedrock',
    over: 'openai-alone',
    must: 1.12,
    stretch: 1.08,
  },
  { title: 'call through Responses × AWS SDK', measure: 'call', of: 'responses', over: 'aws-sdk', must: 0.8 },
  {
    title: 'call through ChatOpenAI × AWS SDK',
    measure: 'call',
    of: 'chat-openai',
    over: 'aws-sdk',
    must: 0.9,
  },
]
