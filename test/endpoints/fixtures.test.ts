import { join } from 'node:path'

import {
  createChatCompletionStream,
  createTextCompletionStream,
  fromConverseJson,
  toChatCompletion,
  toCompletionRequests,
  toConverseJson,
  toEmbeddingCalls,
  toEmbeddingResponse,
  toTextCompletion,
  TranslationError,
} from '@patchbay/translator'
import type { CompletionRequests, TranslationContext } from '@patchbay/translator'
import type { ConverseResponse, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { describe, expect, it } from 'vitest'

import { mergeCompletions } from '../../packages/bedrock-backend/src/endpoints/chat-completions/merge-choices.ts'
import { listCases, readCaseFile, readCaseLines, toCaseContext } from '../support/fixture-cases.ts'
import type { CaseFacts, FixtureCase } from '../support/fixture-cases.ts'

const ROOT = join(import.meta.dirname, '../fixtures')

interface EmbeddingFacts extends CaseFacts {
  /** What stands behind `model` where its id does not say. */
  readonly foundationModel?: string
  /** The token counts in the headers of the answers. */
  readonly inputTokens?: readonly number[]
}

describe('embeddings', () => {
  it.each(listCases(join(ROOT, 'embeddings')))('$name', ({ folder, facts }) => {
    const { model: id, foundationModel, inputTokens, ...expected } = facts as EmbeddingFacts
    const model = { id, foundationModel }
    const request = readCaseFile(folder, 'openai.request.json')
    if (expected.error) return expectRefusal(() => toEmbeddingCalls(request, model), facts)
    const { value: calls, warnings } = toEmbeddingCalls(request, model)
    expect(warnings.map(nameOf)).toEqual(expected.warnings ?? [])
    expect(calls.bodies).toEqual(readCaseFile(folder, 'invoke-model.requests.json'))
    const answers = (readCaseFile(folder, 'invoke-model.responses.json') as unknown[]).map((body, index) => ({
      body,
      inputTokens: inputTokens?.[index],
    }))
    const response = toEmbeddingResponse(answers, calls, model)
    expect(response).toEqual(readCaseFile(folder, 'openai.response.json'))
  })
})

describe('completions', () => {
  it.each(listCases(join(ROOT, 'completions')))('$name', ({ folder, facts }) => {
    const context = { ...toCaseContext(facts), id: 'cmpl-fixture' }
    const request = readCaseFile(folder, 'openai.request.json')
    if (facts.error) return expectRefusal(() => toCompletionRequests(request, context), facts)
    const { value: texts, warnings } = toCompletionRequests(request, context)
    expect(warnings.map(nameOf)).toEqual(facts.warnings ?? [])
    const upstream = readUpstream(folder)
    expect(texts.requests.map(({ value }) => bodyOf(value))).toEqual(upstream.requests)
    expect(wholeAnswer(upstream.responses, texts, context)).toEqual(
      readCaseFile(folder, 'openai.response.json'),
    )
    expect(streamedAnswer(upstream.streams, texts, context)).toEqual(
      readCaseLines(folder, 'openai.stream.jsonl'),
    )
  })
})

/** The Bedrock side of a case: one conversation, or several in lists. */
function readUpstream(
  folder: FixtureCase['folder'],
): Record<'requests' | 'responses' | 'streams', unknown[]> {
  const requests = readCaseFile(folder, 'converse.requests.json')
  return requests === undefined
    ? {
        requests: [readCaseFile(folder, 'bedrock.request.json')],
        responses: [readCaseFile(folder, 'bedrock.response.json')],
        streams: [readCaseLines(folder, 'bedrock.stream.jsonl')],
      }
    : {
        requests: requests as unknown[],
        responses: readCaseFile(folder, 'converse.responses.json') as unknown[],
        streams: readCaseFile(folder, 'converse.streams.json') as unknown[],
      }
}

function wholeAnswer(responses: unknown[], texts: CompletionRequests, context: TranslationContext) {
  const completions = responses.map((response, index) => {
    const output = fromConverseJson<Partial<ConverseResponse>>(response)
    return toChatCompletion(output, responseContextOf(texts, index), context).value
  })
  return toTextCompletion(mergeCompletions(completions), texts.echoes)
}

/** The streams one after the other; how they mix is the transport's. */
function streamedAnswer(streams: unknown[], texts: CompletionRequests, context: TranslationContext) {
  const toChunks = createTextCompletionStream(texts.echoes)
  return streams.flatMap((events, index) => {
    const stream = createChatCompletionStream(responseContextOf(texts, index), context)
    const chunks = (events as unknown[]).flatMap((event) =>
      stream.push(fromConverseJson<ConverseStreamOutput>(event)),
    )
    return [...chunks, ...stream.end()].flatMap((chunk) => toChunks(renumbered(chunk, index)))
  })
}

function renumbered(chunk: ChatCompletionChunk, index: number): ChatCompletionChunk {
  return { ...chunk, choices: chunk.choices.map((choice) => ({ ...choice, index })) }
}

function responseContextOf({ requests, choicesPerPrompt }: CompletionRequests, choice: number) {
  const request = requests[Math.floor(choice / choicesPerPrompt)]
  return request?.responseContext ?? expect.unreachable('There are more answers than choices.')
}

/** A body as it travels: the model stands in the path. */
function bodyOf(request: object): unknown {
  const { modelId: _path, ...body } = JSON.parse(JSON.stringify(toConverseJson(request))) as Record<
    string,
    unknown
  >
  return body
}

function expectRefusal(translate: () => unknown, { error }: CaseFacts): void {
  try {
    translate()
  } catch (refusal) {
    if (!TranslationError.is(refusal)) throw refusal
    const { status, param, code } = refusal
    return expect({ status, param, code }).toEqual(error)
  }
  expect.unreachable('The request was translated.')
}

const nameOf = ({ code, field }: { readonly code: string; readonly field: string }): string =>
  `${code} ${field}`
