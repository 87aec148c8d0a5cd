import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { ConverseResponse, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import type { Recall } from '@patchbay/translator'
import {
  createChatCompletionStream,
  fromConverseJson,
  toChatCompletion,
  toConverseJson,
  toConverseRequest,
  TranslationError,
} from '@patchbay/translator'
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'
import { describe, expect, it } from 'vitest'

import { listCases, readCaseFile, readCaseLines, toCaseContext, toCaseRecall } from './support/fixture-cases.ts'
import type { FixtureCase } from './support/fixture-cases.ts'

/** `UPDATE_FIXTURES=1` writes what the translator gives: read the difference before you commit it. */
const UPDATE = process.env['UPDATE_FIXTURES'] === '1'

const root = join(import.meta.dirname, 'fixtures/chat-completions')
const cases = listCases(root)

/** The rules of requests; a rule without a case is a rule that nobody watches. */
const REQUEST_RULES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 22, 23]

describe.each(cases)('$name', (fixture) => {
  const request = readCaseFile(fixture.folder, 'openai.request.json')
  if (request !== undefined && fixture.facts.error !== undefined) {
    it('is refused', () => expect(refusalOf(fixture, request)).toEqual(fixture.facts.error))
  } else if (request !== undefined) {
    it('translates the request', () => checkRequest(fixture, request))
    it('leaves nothing but JSON', () => {
      const { value } = translate(fixture, request)
      expect(toConverseJson(fromConverseJson(toConverseJson(value)) as object)).toEqual(toConverseJson(value))
    })
  }

  const response = readCaseFile(fixture.folder, 'bedrock.response.json')
  if (response !== undefined) it('translates the response', () => checkResponse(fixture, request, response))

  const events = readCaseLines(fixture.folder, 'bedrock.stream.jsonl')
  if (events !== undefined) it('translates the stream', () => checkStream(fixture, request, events))
})

describe('the rules', () => {
  it.each(REQUEST_RULES)('%i is shown by a case', (rule) => {
    expect(cases.filter(({ facts }) => facts.rules.includes(rule)).map(({ name }) => name)).not.toEqual([])
  })
})

function translate({ facts }: FixtureCase, request: unknown) {
  return toConverseRequest(request as ChatCompletionCreateParams, toCaseContext(facts))
}

function checkRequest(fixture: FixtureCase, request: unknown): void {
  const { value, warnings } = translate(fixture, request)
  const actual = { ...fixture.facts, warnings: warnings.map(({ code, field }) => `${code} ${field}`) }
  const body = toConverseJson(value)
  if (UPDATE) {
    writeJson(fixture, 'bedrock.request.json', body)
    if (actual.warnings.length > 0) writeJson(fixture, 'case.json', actual)
  }
  expect(body).toEqual(readCaseFile(fixture.folder, 'bedrock.request.json'))
  expect(actual.warnings).toEqual(fixture.facts.warnings ?? (UPDATE ? actual.warnings : []))
}

function refusalOf(fixture: FixtureCase, request: unknown): unknown {
  try {
    translate(fixture, request)
    return 'was translated'
  } catch (error) {
    if (!TranslationError.is(error)) throw error
    return { status: error.status, param: error.param, code: error.code }
  }
}

function recallOf(fixture: FixtureCase, request: unknown): Recall {
  return request === undefined ? toCaseRecall(fixture.facts) : translate(fixture, request).recall
}

function checkResponse(fixture: FixtureCase, request: unknown, response: unknown): void {
  const output = fromConverseJson<ConverseResponse>(response)
  const { value, warnings } = toChatCompletion(output, recallOf(fixture, request), toCaseContext(fixture.facts))
  if (UPDATE) writeJson(fixture, 'openai.response.json', value)
  expect(asJson(value)).toEqual(readCaseFile(fixture.folder, 'openai.response.json'))
  expect(warnings.map(({ code, field }) => `${code} ${field}`)).toEqual(fixture.facts.responseWarnings ?? [])
}

function checkStream(fixture: FixtureCase, request: unknown, events: readonly unknown[]): void {
  const stream = createChatCompletionStream(recallOf(fixture, request), toCaseContext(fixture.facts))
  const chunks = events.flatMap((event) => stream.push(fromConverseJson<ConverseStreamOutput>(event)))
  chunks.push(...stream.end())
  if (UPDATE) {
    const lines = chunks.map((chunk) => `${JSON.stringify(chunk)}\n`).join('')
    writeFileSync(join(fixture.folder, 'openai.stream.jsonl'), lines)
  }
  expect(chunks.map(asJson)).toEqual(readCaseLines(fixture.folder, 'openai.stream.jsonl'))
}

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

function writeJson({ folder }: FixtureCase, file: string, value: unknown): void {
  const path = join(folder, file)
  const text = `${JSON.stringify(value, null, 2)}\n`
  if (readFileSync(join(folder, 'case.json'), 'utf8') !== text) writeFileSync(path, text)
}
