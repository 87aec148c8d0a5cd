import {
  createChatCompletionStream,
  describeModel,
  toChatCompletion,
  toChatCompletionChunks,
} from '@patchbay/translator'
import type { ResponseContext, TranslationContext } from '@patchbay/translator'
import * as fc from 'fast-check'
import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions'
import { describe, expect, it } from 'vitest'

import { generatedReply, type GeneratedReply } from '../support/reply.arbitrary.ts'

const PLAIN: ResponseContext = {
  toolNames: new Map([['files_read', 'files.read']]),
  structuredOutputTool: undefined,
  legacyFunctions: false,
  suppressToolCalls: false,
  includeUsage: true,
  thinkTags: false,
  nonStreaming: false,
}
/** What requests leave behind: every way in which it changes the answer. */
const RESPONSE_CONTEXT: Readonly<Record<string, ResponseContext>> = {
  'a plain request': PLAIN,
  'reasoning between tags': { ...PLAIN, thinkTags: true },
  'a stand-in tool': { ...PLAIN, structuredOutputTool: 'structured_output' },
  'a stand-in tool and tags': { ...PLAIN, structuredOutputTool: 'structured_output', thinkTags: true },
  'suppressed calls': { ...PLAIN, suppressToolCalls: true },
  'legacy functions': { ...PLAIN, legacyFunctions: true },
}
const MODELS = [
  'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'us.amazon.nova-2-lite-v1:0',
  'us.meta.llama3-3-70b-instruct-v1:0',
  'mistral.mistral-large-2402-v1:0',
  'openai.gpt-oss-120b-1:0',
]
/** Replies for each request and model, 10,080 in all; `REPLIES` asks for another number. */
const RUNS = Number(process.env['REPLIES'] ?? 336)
const reply = generatedReply(['get_weather', 'files_read', 'structured_output'])

describe('arbitrary replies', () => {
  const cases = Object.keys(RESPONSE_CONTEXT).flatMap((asked) =>
    MODELS.map((model) => [asked, model] as const),
  )
  it.each(cases)('are the same streamed and whole: %s, %s', (asked, model) => {
    const responseContext = RESPONSE_CONTEXT[asked] ?? PLAIN
    fc.assert(
      fc.property(reply, fc.boolean(), (made, strict) => {
        const context = contextOf(model, strict)
        const { value, warnings } = toChatCompletion(made.whole, responseContext, context)
        const streamed = stream(made, responseContext, context)
        expectSame(streamed.chunks, value)
        expect(new Set(streamed.warnings.map(keyOf))).toEqual(new Set(warnings.map(keyOf)))
        expectSame(toChatCompletionChunks(value, responseContext), value)
      }),
      { numRuns: RUNS },
    )
  })
})

const keyOf = ({ code, field }: { code: string; field: string }): string => `${code} ${field}`

function contextOf(model: string, strictOpenAICompliance: boolean): TranslationContext {
  const reasoningRatios = { minimal: 0.1, low: 0.2, medium: 0.5, high: 0.8 }
  const options = { strictOpenAICompliance, thinkTags: false, reasoningRatios }
  return { model: describeModel(model), id: 'chatcmpl-1', created: 0, options }
}

function stream({ events }: GeneratedReply, responseContext: ResponseContext, context: TranslationContext) {
  const translator = createChatCompletionStream(responseContext, context)
  const chunks = [...events.flatMap((event) => translator.push(event)), ...translator.end()]
  return { chunks, warnings: translator.warnings?.() ?? [] }
}

/** Everything a reader can put together of the chunks is what the whole answer says. */
function expectSame(chunks: readonly ChatCompletionChunk[], whole: ChatCompletion): void {
  const { message, logprobs: _logprobs, index: _index, ...ending } = whole.choices[0] as ChatCompletion.Choice
  const deltas = chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta))
  const join = (read: (delta: (typeof deltas)[number]) => string | null | undefined): string =>
    deltas.map((delta) => read(delta) ?? '').join('')
  expect(deltas[0]?.role).toBe('assistant')
  expect(join((delta) => delta.content)).toBe(message.content ?? '')
  expect(join((delta) => delta.reasoning_content)).toBe(message.reasoning_content ?? '')
  expect(callsOf(deltas)).toEqual(message.tool_calls ?? [])
  expect(join((delta) => delta.function_call?.name)).toBe(message.function_call?.name ?? '')
  expect(join((delta) => delta.function_call?.arguments)).toBe(message.function_call?.arguments ?? '')
  expect(deltas.flatMap((delta) => delta.citations ?? [])).toEqual(message.citations ?? [])
  const last = chunks.flatMap(({ choices }) => choices).at(-1)
  expect(last).toMatchObject(ending)
  expect(last?.delta.annotations).toEqual(message.annotations)
  const complete = last?.delta.content_blocks?.map(({ index: _at, delta: _none, ...block }) => block)
  expect(complete).toEqual(message.content_blocks)
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: whole.usage })
}

function callsOf(deltas: readonly ChatCompletionChunk.Choice.Delta[]): object[] {
  const calls: { id: string; type: string; function: { name: string; arguments: string } }[] = []
  for (const part of deltas.flatMap((delta) => delta.tool_calls ?? [])) {
    expect(part.index).toBeLessThanOrEqual(calls.length)
    const call = (calls[part.index] ??= { id: '', type: 'function', function: { name: '', arguments: '' } })
    call.id += part.id ?? ''
    call.function.name += part.function?.name ?? ''
    call.function.arguments += part.function?.arguments ?? ''
  }
  return calls
}
