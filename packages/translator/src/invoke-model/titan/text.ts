import { expectObject, expectString, isAbsent } from '../../json-shape.ts'
import type { JsonObject } from '../../json-shape.ts'
import { type BodyFields, readSampling } from '../body-fields.ts'
import type { ConverseInvocation, InvokeScope } from '../invoke-request.ts'
import { toPromptInvocation } from '../prompt-invocation.ts'
import { USER_BOT } from '../prompt-turns.ts'
import type { TextFormat } from '../text-answer.ts'

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-text.html */
const FIELDS: BodyFields = { inputText: 'read', textGenerationConfig: 'read' }
const GENERATION_FIELDS: BodyFields = {
  maxTokenCount: 'maxTokens',
  temperature: 'temperature',
  topP: 'topP',
  stopSequences: 'stopSequences',
}

const COMPLETION_REASONS = { end: 'FINISH', length: 'LENGTH', filtered: 'CONTENT_FILTERED' } as const

const FORMAT: TextFormat = {
  toBody: ({ text, inputTokens, outputTokens, ending }) => ({
    inputTextTokenCount: inputTokens,
    results: [{ tokenCount: outputTokens, outputText: text, completionReason: COMPLETION_REASONS[ending] }],
  }),
  toChunk: ({ text }) =>
    text === ''
      ? []
      : [
          {
            outputText: text,
            index: 0,
            totalOutputTextTokenCount: null,
            completionReason: null,
            inputTextTokenCount: null,
          },
        ],
  toLastChunk: ({ inputTokens, outputTokens, ending }) => ({
    outputText: '',
    index: 0,
    totalOutputTextTokenCount: outputTokens,
    completionReason: COMPLETION_REASONS[ending],
    inputTextTokenCount: inputTokens,
  }),
}

/** Titan Text: a text, or turns of `User:` and `Bot:`. */
export function readTitanText(body: JsonObject, scope: InvokeScope): ConverseInvocation {
  readSampling(body, FIELDS, scope)
  const name = 'textGenerationConfig'
  const config = isAbsent(body[name]) ? {} : expectObject(body[name], name)
  const prompt = expectString(body['inputText'], 'inputText')
  const sampling = readSampling(config, GENERATION_FIELDS, scope, `${name}.`)
  return toPromptInvocation({ prompt, templates: [USER_BOT], sampling, format: FORMAT }, scope)
}
