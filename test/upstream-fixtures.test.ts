import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { bedrock, createFetch, type BedrockOptions } from '@patchbay/sdk'
import { createBedrockServer, type BedrockServer } from '@patchbay/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { listCases, readCaseFile, readCaseLines, type CaseFacts } from './support/fixture-cases.ts'

/** `UPDATE_FIXTURES=1` writes what the strict Bedrock answers and what becomes of it: read the difference before you commit it. */
const UPDATE = process.env['UPDATE_FIXTURES'] === '1'

/** What the `case.json` of these cases says besides. */
interface UpstreamFacts extends CaseFacts {
  /** The API that Bedrock's side of the case is in. */
  readonly upstream: 'responses' | 'messages'
  readonly route?: BedrockOptions
}

/** The clients' endpoints, by the folder of their cases. */
const ENDPOINTS = { 'chat-completions': '/chat/completions', responses: '/responses', messages: '/messages' }
const OPERATIONS = { responses: 'CreateResponse', messages: 'CreateMessage' }

let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => server.reset())

describe.each(Object.entries(ENDPOINTS))(
  '%s, where Bedrock’s side is another API than Converse',
  (name, endpoint) => {
    it.each(listCases(join(import.meta.dirname, 'fixtures/upstreams', name)))(
      '$name',
      async ({ folder, facts }) => {
        const { upstream, route: options, warnings = [] } = facts as UpstreamFacts
        const request = readCaseFile(folder, 'openai.request.json') as { readonly stream?: boolean }
        const isStream = request.stream === true
        const file = (side: string) =>
          join(folder, isStream ? `${side}.stream.jsonl` : `${side}.response.json`)
        const answerFile = file('bedrock')
        if (existsSync(answerFile)) {
          server.enqueue(
            isStream
              ? { chunks: readCaseLines(folder, 'bedrock.stream.jsonl') as object[] }
              : { body: readCaseFile(folder, 'bedrock.response.json') as object },
          )
        }
        const seen: string[] = []
        const recorded: Promise<string>[] = []
        const { region, url, mantleUrl, credentials } = server
        const route = bedrock({
          region,
          endpoint: url,
          mantleEndpoint: mantleUrl,
          credentials,
          onWarning: ({ code, field }) => void seen.push(`${code} ${field}`),
          ...options,
        })
        if (UPDATE) recordInto(recorded)
        const answer = await createFetch(route)(`https://api.example.com/v1${endpoint}`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...(name === 'messages' ? { 'anthropic-version': '2023-06-01' } : {}),
          },
          body: JSON.stringify(request),
        })
        const given = readAnswer(await answer.text(), isStream)
        const sent = server.requests.at(-1)
        // The strict Bedrock has held the request against the rules of that API.
        expect([answer.status, sent?.operation]).toEqual([200, OPERATIONS[upstream]])
        if (UPDATE) {
          write(join(folder, 'bedrock.request.json'), sent?.json)
          if (!existsSync(answerFile)) write(answerFile, readAnswer((await recorded[0]) ?? '', isStream))
          write(file('openai'), given)
          write(join(folder, 'case.json'), { ...facts, warnings: seen })
        }
        expect(sent?.json).toEqual(readCaseFile(folder, 'bedrock.request.json'))
        expect(given).toEqual(
          isStream
            ? readCaseLines(folder, 'openai.stream.jsonl')
            : readCaseFile(folder, 'openai.response.json'),
        )
        if (!UPDATE) expect(seen).toEqual(warnings)
      },
    )
  },
)

/** Keeps what the next request is answered with, before it is translated. */
function recordInto(recorded: Promise<string>[]): void {
  const own = globalThis.fetch
  globalThis.fetch = async (...parameters) => {
    globalThis.fetch = own
    const answer = await own(...parameters)
    recorded.push(answer.clone().text())
    return answer
  }
}

/** An answer, or the events of a stream, with one id and one time for all. */
function readAnswer(text: string, isStream: boolean): unknown {
  if (!isStream) return settled(JSON.parse(text))
  return text.split('\n').flatMap((line) => {
    const data = line.startsWith('data:') ? line.slice(5).trim() : ''
    return data === '' || data === '[DONE]' ? [] : [settled(JSON.parse(data))]
  })
}

function settled(value: unknown): unknown {
  const text = JSON.stringify(value)
    .replaceAll(/"((?:chatcmpl|msg|resp)[-_]|bdrk_)[\w-]{16,}"/g, '"$1fixture"')
    .replaceAll(/"(created|created_at|completed_at)":\d+/g, '"$1":1700000000')
  return JSON.parse(text)
}

function write(path: string, value: unknown): void {
  const lines = path.endsWith('.jsonl')
    ? (value as unknown[]).map((line) => JSON.stringify(line)).join('\n')
    : JSON.stringify(value, null, 2)
  writeFileSync(path, `${lines}\n`)
}
