import { expectString } from '../../json-shape.ts'
import type { JsonObject } from '../../json-shape.ts'
import { type BodyFields, readSampling } from '../body-fields.ts'
import type { ConverseInvocation, InvokeScope } from '../invoke-request.ts'
import { toPromptInvocation } from '../prompt-invocation.ts'
import { DEEPSEEK_TOKENS } from '../prompt-turns.ts'
import { STOP_REASONS, type TextAnswer, type TextFormat } from '../text-answer.ts'

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-deepseek.html */
const FIELDS: BodyFields = {
  prompt: 'read',
  max_tokens: 'maxTokens',
  stop: 'stopSequences',
  temperature: 'temperature',
  top_p: 'topP',
}

/** Ends the reasoning, which the prompt has begun. */
const THOUGHT_END = '\n</think>\n\n'

/** DeepSeek's prompts. The answer is one text: the model's reasoning, then what it says. */
export function readDeepSeekPrompt(body: JsonObject, scope: InvokeScope): ConverseInvocation {
  const prompt = expectString(body['prompt'], 'prompt')
  const sampling = readSampling(body, FIELDS, scope)
  return toPromptInvocation({ prompt, templates: [DEEPSEEK_TOKENS], sampling, format: createFormat() }, scope)
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
