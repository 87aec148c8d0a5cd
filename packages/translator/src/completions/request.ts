import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'

import { toConverseRequest } from '../chat-completions/to-converse/request.ts'
import type { TranslatedRequest } from '../chat-completions/to-converse/request.ts'
import { WarningCollector } from '../context.ts'
import type { Translated, TranslationContext } from '../context.ts'
import { readEndpointFields } from '../endpoint-fields.ts'
import { kindOf, reject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import { COMPLETION_FIELDS } from './fields.ts'

/** OpenAI's own limits. */
const MOST_CHOICES = 128
const MOST_PROMPTS = 2048

/** What one legacy completions request asks for. */
export interface CompletionRequests {
  /** A request for Converse for each prompt, with the responseContext that its answer needs. */
  readonly requests: readonly Pick<TranslatedRequest, 'value' | 'responseContext'>[]
  /** How many answers each prompt gets. The choices of the first prompt come first. */
  readonly choicesPerPrompt: number
  readonly stream: boolean
  /** What stands before each choice, by its index; `undefined` without `echo`. */
  readonly echoes: readonly string[] | undefined
}

/**
 * OpenAI legacy completions → Bedrock Converse: a conversation of one user message for each prompt. Lists of tokens
 * have to be decoded first.
 *
 * `max_tokens` left out means what chat completions are sent with, not OpenAI's 16.
 *
 * @throws TranslationError (400) naming the field at fault and the remedy
 */
export function toCompletionRequests(
  body: unknown,
  context: TranslationContext,
): Translated<CompletionRequests> {
  const warnings = new WarningCollector()
  const fields = readEndpointFields(body, COMPLETION_FIELDS, warnings)
  const prompts = readPrompts(fields['prompt'])
  const { prompt: _prompt, echo, n, best_of: bestOf, ...chat } = fields
  const choicesPerPrompt = readChoices(n)
  checkBestOf(bestOf, choicesPerPrompt)
  const requests = prompts.map((prompt) => toConverseRequest(toChatRequest(prompt, chat), context))
  for (const warning of requests.flatMap((request) => request.warnings))
    warnings.add(warning.code, warning.field, warning.message)
  return {
    value: {
      requests,
      choicesPerPrompt,
      stream: fields['stream'] === true,
      echoes:
        echo === true ? prompts.flatMap((prompt) => Array<string>(choicesPerPrompt).fill(prompt)) : undefined,
    },
    warnings: warnings.list(),
  }
}

function toChatRequest(prompt: string, fields: JsonObject): ChatCompletionCreateParams {
  const messages = [{ role: 'user', content: prompt }]
  return { ...fields, messages } as unknown as ChatCompletionCreateParams
}

function readPrompts(prompt: unknown): readonly string[] {
  if (prompt === undefined) reject('prompt', 'prompt is missing: give a text, or an array of texts.')
  if (!Array.isArray(prompt)) return [readPrompt(prompt, 'prompt')]
  if (prompt.length === 0) reject('prompt', 'prompt must not be an empty array: give at least one text.')
  if (prompt.length > MOST_PROMPTS)
    reject(
      'prompt',
      `prompt has ${prompt.length} entries; ${MOST_PROMPTS} is the most that one request may have.`,
    )
  return prompt.map((entry: unknown, index) => readPrompt(entry, `prompt[${index}]`))
}

function readPrompt(prompt: unknown, path: string): string {
  if (typeof prompt !== 'string') return reject(path, `${path} must be a string, not ${kindOf(prompt)}.`)
  return prompt.trim() === ''
    ? reject(path, `${path} must not be blank: Bedrock does not take blank prompts.`)
    : prompt
}

function readChoices(n: unknown): number {
  if (n === undefined) return 1
  const choices = n as number
  return choices >= 1 && choices <= MOST_CHOICES
    ? choices
    : reject('n', `n must be a whole number from 1 to ${MOST_CHOICES}.`)
}

function checkBestOf(bestOf: unknown, choices: number): void {
  if (bestOf === undefined || (bestOf as number) <= choices) return
  reject(
    'best_of',
    `best_of cannot be served by Bedrock. ${COMPLETION_FIELDS['best_of']?.note ?? ''}`,
    'unsupported_parameter',
  )
}
