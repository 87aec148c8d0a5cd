import { expectString } from '../../json-shape.ts'
import type { JsonObject } from '../../json-shape.ts'
import { type BodyFields, readSampling } from '../body-fields.ts'
import type { ConverseInvocation, InvokeScope } from '../invoke-request.ts'
import { DEEPSEEK_TOKENS, toConversation } from '../prompt-turns.ts'
import { textAnswers, type TextAnswer, type TextFormat } from '../text-answer.ts'

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-deepseek.html */
const FIELDS: BodyFields = {
  prompt: 'read',
  max_tokens: 'maxTokens',
  stop: 'stopSequences',
  temperature: 'temperature',
  top_p: 'topP',
}

const STOP_REASONS = { end: 'stop', length: 'length', filtered: 'stop' } as const
/** The prompt opens the thinking, and the answer begins with it. */
const THOUGHT_END = '\n</think>\n\n'

/** DeepSeek's prompts. The model thinks aloud: what it thought stands before its answer, in one text. */
export function readDeepSeekPrompt(body: JsonObject, scope: InvokeScope): ConverseInvocation {
  const { toBody, createChunks } = textAnswers(createFormat())
  return {
    kind: 'converse',
    input: {
      modelId: scope.modelId,
      ...toConversation(expectString(body['prompt'], 'prompt'), [DEEPSEEK_TOKENS]),
      ...readSampling(body, FIELDS, scope),
    },
    toBody,
    createChunks,
  }
}

function createFormat(): TextFormat {
  let thinking = false
  const choice = (text: string, stopReason: string | null): object => ({
    choices: [{ text, stop_reason: stopReason }],
  })
  return {
    toBody: (answer) => choice(wholeText(answer), STOP_REASONS[answer.ending]),
    toChunk({ text, reasoning }) {
      if (reasoning !== '') thinking = true
      else if (thinking) {
        thinking = false
        return [choice(`${THOUGHT_END}${text}`, null)]
      }
      return text === '' && reasoning === '' ? [] : [choice(text || reasoning, null)]
    },
    toLastChunk: ({ ending }) => choice('', STOP_REASONS[ending]),
  }
}

function wholeText({ text, reasoning }: TextAnswer): string {
  return reasoning === '' ? text : `${reasoning}${THOUGHT_END}${text}`
}
