import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { ConverseResponse, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import type { BedrockError } from '@patchbay/translator'
import { fromConverseJson, toConverseJson, toOpenAIError, TranslationError } from '@patchbay/translator'
import { describe, expect, it } from 'vitest'

import { listCases, readCaseFile, readCaseLines, toCaseContext } from './support/fixture-cases.ts'
import type { CaseFacts, FixtureCase } from './support/fixture-cases.ts'
import { CHAT_COMPLETIONS, RESPONSES } from './support/fixture-protocols.ts'
import type { FixtureProtocol } from './support/fixture-protocols.ts'

/** `UPDATE_FIXTURES=1` writes what the translator gives: read the difference before you commit it. */
const UPDATE = process.env['UPDATE_FIXTURES'] === '1'

const root = join(import.meta.dirname, 'fixtures')

describeProtocol(CHAT_COMPLETIONS)
describeProtocol(RESPONSES)

function describeProtocol<ResponseContext>(protocol: FixtureProtocol<ResponseContext>): void {
  const all = listCases(join(root, protocol.name))
  const having = (file: string) => all.filter(({ folder }) => existsSync(join(folder, file)))
  const isRefused = ({ facts }: FixtureCase) => facts.error !== undefined
  const requests = having('openai.request.json').filter((fixture) => !isRefused(fixture))
  const contextOf = ({ facts }: FixtureCase) => toCaseContext(facts, protocol.id)
  const translate = (fixture: FixtureCase) =>
    protocol.translate(readCaseFile(fixture.folder, 'openai.request.json'), contextOf(fixture))
  const responseContextOf = (fixture: FixtureCase) =>
    existsSync(join(fixture.folder, 'openai.request.json'))
      ? translate(fixture).responseContext
      : protocol.responseContextOf(fixture.facts)

  describe(`${protocol.name}: requests`, () => {
    it.each(requests)('$name', (fixture) => {
      const { value, warnings } = translate(fixture)
      const body = toConverseJson(value)
      const listed = warnings.map(({ code, field }) => `${code} ${field}`)
      if (UPDATE) updateRequest(fixture, body, listed)
      expect(body).toEqual(readCaseFile(fixture.folder, 'bedrock.request.json'))
      expect(listed).toEqual(readFacts(fixture).warnings ?? [])
      expect(toConverseJson(fromConverseJson<object>(body))).toEqual(body)
    })

    it.each(all.filter(isRefused))('$name is refused', (fixture) => {
      expect(refusalOf(() => translate(fixture))).toEqual(fixture.facts.error)
    })
  })

  describe(`${protocol.name}: responses`, () => {
    it.each(having('bedrock.response.json'))('$name', (fixture) => {
      const output = fromConverseJson<ConverseResponse>(readCaseFile(fixture.folder, 'bedrock.response.json'))
      const { value, warnings } = protocol.whole(output, responseContextOf(fixture), contextOf(fixture))
      if (UPDATE) writeJson(fixture, 'openai.response.json', value)
      expect(asJson(value)).toEqual(readCaseFile(fixture.folder, 'openai.response.json'))
      expect(warnings.map(({ code, field }) => `${code} ${field}`)).toEqual(
        fixture.facts.responseWarnings ?? [],
      )
    })
  })

  describe(`${protocol.name}: streams`, () => {
    it.each(having('bedrock.stream.jsonl'))('$name', (fixture) => {
      const events = readCaseLines(fixture.folder, 'bedrock.stream.jsonl')
      const stream = protocol.stream(responseContextOf(fixture), contextOf(fixture))
      const chunks = events.flatMap((event) => stream.push(fromConverseJson<ConverseStreamOutput>(event)))
      chunks.push(...stream.end())
      if (UPDATE) writeLines(fixture, 'openai.stream.jsonl', chunks)
      expect(chunks.map(asJson)).toEqual(readCaseLines(fixture.folder, 'openai.stream.jsonl'))
    })
  })

  describe(`${protocol.name}: errors`, () => {
    it.each(having('bedrock.error.json'))('$name', (fixture) => {
      const answer = toOpenAIError(readCaseFile(fixture.folder, 'bedrock.error.json') as BedrockError)
      if (UPDATE) writeJson(fixture, 'openai.error.json', answer)
      expect(answer).toEqual(readCaseFile(fixture.folder, 'openai.error.json'))
    })
  })
}

function refusalOf(translate: () => unknown): unknown {
  try {
    translate()
    return 'was translated'
  } catch (error) {
    if (!TranslationError.is(error)) throw error
    return { status: error.status, param: error.param, code: error.code }
  }
}

function updateRequest(fixture: FixtureCase, body: object, warnings: readonly string[]): void {
  writeJson(fixture, 'bedrock.request.json', body)
  const { warnings: _before, ...facts } = fixture.facts
  writeJson(fixture, 'case.json', warnings.length > 0 ? { ...facts, warnings } : facts)
}

/** The facts as they stand in the file now: an update may have changed them. */
function readFacts({ folder }: FixtureCase): CaseFacts {
  return readCaseFile(folder, 'case.json') as CaseFacts
}

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

function writeJson({ folder }: FixtureCase, file: string, value: unknown): void {
  writeFileSync(join(folder, file), `${JSON.stringify(value, null, 2)}\n`)
}

function writeLines({ folder }: FixtureCase, file: string, values: readonly unknown[]): void {
  writeFileSync(join(folder, file), values.map((value) => `${JSON.stringify(value)}\n`).join(''))
}
