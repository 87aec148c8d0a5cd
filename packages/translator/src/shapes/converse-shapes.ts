/**
 * The types of what Converse answers, as far as it is read here, and of what its messages have in common with requests.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
import type { Shape } from './read-shape.ts'

export const structure = (members: Readonly<Record<string, Shape>>): Shape => ({ members })
export const list = (item: Shape): Shape => ({ list: item })

const TEXT = structure({ text: 'string' })
export const CACHE_POINT = structure({ type: 'string', ttl: 'string' })
const S3_LOCATION = structure({ uri: 'string', bucketOwner: 'string' })
const MEDIA = structure({
  format: 'string',
  source: structure({ bytes: 'bytes', s3Location: S3_LOCATION }),
})
const DOCUMENT = structure({
  format: 'string',
  name: 'string',
  context: 'string',
  citations: structure({ enabled: 'boolean' }),
  source: structure({ bytes: 'bytes', s3Location: S3_LOCATION, text: 'string', content: list(TEXT) }),
})
const CITATION = structure({
  title: 'string',
  source: 'string',
  sourceContent: list(TEXT),
  location: structure({
    web: structure({ url: 'string', domain: 'string' }),
    documentChar: structure({ documentIndex: 'number', start: 'number', end: 'number' }),
    documentPage: structure({ documentIndex: 'number', start: 'number', end: 'number' }),
    documentChunk: structure({ documentIndex: 'number', start: 'number', end: 'number' }),
    searchResultLocation: structure({ searchResultIndex: 'number', start: 'number', end: 'number' }),
  }),
})
const CONTENT_BLOCK = structure({
  text: 'string',
  image: MEDIA,
  audio: MEDIA,
  video: MEDIA,
  document: DOCUMENT,
  toolUse: structure({ toolUseId: 'string', name: 'string', type: 'string', input: 'document' }),
  toolResult: structure({
    toolUseId: 'string',
    status: 'string',
    type: 'string',
    content: list(
      structure({
        text: 'string',
        json: 'document',
        image: MEDIA,
        video: MEDIA,
        document: DOCUMENT,
        searchResult: 'document',
      }),
    ),
  }),
  guardContent: structure({ text: structure({ text: 'string', qualifiers: list('string') }), image: MEDIA }),
  cachePoint: CACHE_POINT,
  reasoningContent: structure({
    reasoningText: structure({ text: 'string', signature: 'string' }),
    redactedContent: 'bytes',
  }),
  citationsContent: structure({ content: list(TEXT), citations: list(CITATION) }),
  searchResult: 'document',
})
export const MESSAGE = structure({ role: 'string', content: list(CONTENT_BLOCK) })

const USAGE = structure({
  inputTokens: 'number',
  outputTokens: 'number',
  totalTokens: 'number',
  cacheReadInputTokens: 'number',
  cacheWriteInputTokens: 'number',
  cacheDetails: list(structure({ ttl: 'string', inputTokens: 'number' })),
})
const ENDING = {
  stopReason: 'string',
  additionalModelResponseFields: 'document',
} as const satisfies Record<string, Shape>
const ACCOUNT = {
  usage: USAGE,
  metrics: structure({ latencyMs: 'number' }),
  performanceConfig: structure({ latency: 'string' }),
  serviceTier: structure({ type: 'string' }),
  trace: structure({}),
} as const satisfies Record<string, Shape>

/** A whole answer of Converse. */
export const CONVERSE_ANSWER: Shape = structure({
  output: structure({ message: MESSAGE }),
  ...ENDING,
  ...ACCOUNT,
})

/** One event of ConverseStream's answer. */
export const CONVERSE_EVENT: Shape = structure({
  messageStart: structure({ role: 'string' }),
  contentBlockStart: structure({
    contentBlockIndex: 'number',
    start: structure({
      toolUse: structure({ toolUseId: 'string', name: 'string', type: 'string' }),
      toolResult: structure({ toolUseId: 'string', status: 'string', type: 'string' }),
      image: structure({ format: 'string' }),
    }),
  }),
  contentBlockDelta: structure({
    contentBlockIndex: 'number',
    delta: structure({
      text: 'string',
      toolUse: structure({ input: 'string' }),
      toolResult: list(structure({ text: 'string', json: 'document' })),
      reasoningContent: structure({ text: 'string', signature: 'string', redactedContent: 'bytes' }),
      citation: CITATION,
      image: MEDIA,
    }),
  }),
  contentBlockStop: structure({ contentBlockIndex: 'number' }),
  messageStop: structure(ENDING),
  metadata: structure(ACCOUNT),
})
