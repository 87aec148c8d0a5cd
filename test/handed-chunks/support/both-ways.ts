import { bedrock, register } from '@patchbay/sdk'
import type { BedrockServer } from '@patchbay/testing'
import { vi } from 'vitest'

import { versions, type Version } from '../../openai/support/versions.ts'

/** Versions whose streams take chunks. */
export const takingVersions = versions.filter(({ major }) => major > 4)

export const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
export const question = {
  model,
  messages: [{ role: 'user' as const, content: 'hello' }],
  stream: true as const,
}

const silent = { error() {}, warn() {}, info() {}, debug() {} }

/** With a log of every detail the SDK reads events: the same client in everything else. */
export const WAYS = {
  objects: {},
  events: { logLevel: 'debug', logger: silent },
} as const

export const routeTo = ({ region, url, credentials }: BedrockServer) =>
  bedrock({ region, endpoint: url, credentials })

/** A registered client that takes chunks as objects, or reads events. */
export function clientOf({ OpenAI }: Version, way: keyof typeof WAYS, server: BedrockServer) {
  return register(new OpenAI({ apiKey: 'unused', maxRetries: 0, ...WAYS[way] }), routeTo(server))
}

/** How many chunks or events of a stream have been read as text while `work` ran. */
export async function countParsed(work: () => Promise<unknown>): Promise<number> {
  const spy = vi.spyOn(JSON, 'parse')
  try {
    await work()
    return spy.mock.calls.filter(([text]) => /"object":"chat.completion.chunk"|"sequence_number":/.test(text))
      .length
  } finally {
    spy.mockRestore()
  }
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

/** What came of a loop over a stream: its items, and what it threw. */
export async function outcomeOf(
  items: AsyncIterable<unknown>,
  each: (item: unknown, index: number) => void = () => undefined,
): Promise<{ items: unknown[]; error: unknown }> {
  const all: unknown[] = []
  try {
    for await (const item of items) {
      all.push(structuredClone(item))
      each(item, all.length - 1)
    }
    return { items: all, error: undefined }
  } catch (error) {
    return { items: all, error: describe(error) }
  }
}

function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { status, code, type, param, headers } = error as Error & Record<string, unknown>
  return {
    class: error.constructor.name,
    message: error.message,
    status,
    code,
    type,
    param,
    requestId: headers instanceof Headers ? headers.get('x-request-id')?.length : undefined,
  }
}

/** Ids and times differ from call to call. */
export function withoutIds(items: readonly unknown[]): unknown {
  return JSON.parse(
    JSON.stringify(items)
      .replaceAll(/(chatcmpl-|resp_|msg_|rs_|fc_|call_)[\w-]+/g, '$1')
      .replaceAll(/"(created|created_at)":\d+/g, '"$1":0'),
  )
}
