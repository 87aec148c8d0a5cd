import type { ConverseResponse, StopReason, TokenUsage } from '@aws-sdk/client-bedrock-runtime'
import type { BodyFormat, Json } from './body-format.ts'
import { conversationOf } from './prompt-turns.ts'

/** The families whose bodies hold one text, in and out. */
interface PromptFamily {
  readonly model: RegExp
  readonly template: Parameters<typeof conversationOf>[1]
  readonly prompt: (body: Json) => unknown
  /** Where the settings are. */
  readonly settings: (body: Json) => Json
  readonly names: { readonly maxTokens: string; readonly topP: string; readonly stopSequences: string }
  readonly answer: (end: Ending) => Json
  /** A chunk of a stream; the last one has an empty text. */
  readonly chunk: (end: Ending) => Json
}

interface Ending {
  readonly text: string
  /** `undefined` while there is more to come. */
  readonly stopReason: StopReason | undefined
  readonly usage: Partial<TokenUsage>
}

const same = (body: Json): Json => body
const promptOf = (body: Json): unknown => body['prompt']
const reasonOf = ({ stopReason }: Ending, length = 'length', stop = 'stop'): string | null => {
  if (stopReason === undefined) return null
  return stopReason === 'max_tokens' ? length : stop
}
const llamaAnswer = (end: Ending): Json => ({
  generation: end.text,
  prompt_token_count: end.usage.inputTokens ?? null,
  generation_token_count: end.usage.outputTokens ?? null,
  stop_reason: reasonOf(end),
})
const mistralAnswer = (end: Ending): Json => ({ outputs: [{ text: end.text, stop_reason: reasonOf(end) }] })
const deepseekAnswer = (end: Ending): Json => ({ choices: [{ text: end.text, stop_reason: reasonOf(end) }] })

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html */
const FAMILIES: readonly PromptFamily[] = [
  {
    model: /meta\.llama/,
    template: 'llama',
    prompt: promptOf,
    settings: same,
    names: { maxTokens: 'max_gen_len', topP: 'top_p', stopSequences: 'stop' },
    answer: llamaAnswer,
    chunk: llamaAnswer,
  },
  {
    model: /mistral\./,
    template: 'mistral',
    prompt: promptOf,
    settings: same,
    names: { maxTokens: 'max_tokens', topP: 'top_p', stopSequences: 'stop' },
    answer: mistralAnswer,
    chunk: mistralAnswer,
  },
  {
    model: /deepseek\./,
    template: 'deepseek',
    prompt: promptOf,
    settings: same,
    names: { maxTokens: 'max_tokens', topP: 'top_p', stopSequences: 'stop' },
    answer: deepseekAnswer,
    chunk: deepseekAnswer,
  },
  {
    model: /amazon\.titan-text/,
    template: 'titan',
    prompt: (body) => body['inputText'],
    settings: (body) => (body['textGenerationConfig'] ?? {}) as Json,
    names: { maxTokens: 'maxTokenCount', topP: 'topP', stopSequences: 'stopSequences' },
    answer: (end) => ({
      inputTextTokenCount: end.usage.inputTokens ?? 0,
      results: [
        {
          tokenCount: end.usage.outputTokens ?? 0,
          outputText: end.text,
          completionReason: reasonOf(end, 'LENGTH', 'FINISH'),
        },
      ],
    }),
    chunk: (end) => ({
      index: 0,
      inputTextTokenCount: end.usage.inputTokens ?? null,
      totalOutputTextTokenCount: end.usage.outputTokens ?? null,
      outputText: end.text,
      completionReason: reasonOf(end, 'LENGTH', 'FINISH'),
    }),
  },
]

/** The formats of these families. */
export const promptFormats: readonly BodyFormat[] = FAMILIES.map(formatOfFamily)

function formatOfFamily(family: PromptFamily): BodyFormat {
  return {
    matches: (model, body) => family.model.test(model) && typeof family.prompt(body) === 'string',
    toConverse: (body) => ({
      ...conversationOf(family.prompt(body) as string, family.template),
      inferenceConfig: inferenceOf(family, family.settings(body)),
    }),
    toAnswer: ({ output, stopReason = 'end_turn', usage }: ConverseResponse) => {
      const text = (output?.message?.content ?? []).map((block) => block.text ?? '').join('')
      return family.answer({ text, stopReason, usage: usage ?? {} })
    },
    createStream: () => streamOf(family),
  }
}

function inferenceOf({ names }: PromptFamily, settings: Json): object {
  const pairs = Object.entries({ ...names, temperature: 'temperature' }).map(([ours, theirs]) => [
    ours,
    settings[theirs],
  ])
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined && !isEmpty(value))) as object
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}

/** The usage comes last, and the last chunk has it. */
function streamOf(family: PromptFamily): ReturnType<BodyFormat['createStream']> {
  let stopReason: StopReason = 'end_turn'
  return (event) => {
    const text = event.contentBlockDelta?.delta?.text
    if (text !== undefined) return [family.chunk({ text, stopReason: undefined, usage: {} })]
    stopReason = event.messageStop?.stopReason ?? stopReason
    if (event.metadata === undefined) return []
    const last = family.chunk({ text: '', stopReason, usage: event.metadata.usage ?? {} })
    const { inputTokens, outputTokens } = event.metadata.usage ?? {}
    const metrics = { inputTokenCount: inputTokens, outputTokenCount: outputTokens }
    return [{ ...last, 'amazon-bedrock-invocationMetrics': metrics }]
  }
}
