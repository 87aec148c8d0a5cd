import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { listCases } from './fixture-cases.ts'

const root = join(import.meta.dirname, '../..')

/** What the translation of chat completions promises. Cases name these by number in their `case.json`. */
export const RULES: Readonly<Record<number, string>> = {
  1: 'system and developer texts, in order',
  2: 'neighbours merge, results first',
  3: 'blank text never leaves',
  4: 'parts stay apart; refusals, audio, names',
  5: 'tool call arguments are one object',
  6: 'every call has one result',
  7: 'tool call ids',
  8: 'tool names',
  9: 'images',
  10: 'documents, video and audio files',
  11: 'tool results: images and JSON',
  12: 'prompt caching',
  13: 'reasoning of earlier turns',
  14: 'the edges of a conversation, and what a family cannot do',
  15: 'every field is translated, reported or refused',
  16: 'max tokens',
  17: 'temperature, top_p, top_k',
  18: 'stop sequences',
  19: 'reasoning effort and budgets',
  20: 'tools and tool choice',
  21: 'response format',
  22: 'passed through: thinking, guardrails, metadata, prompts',
  23: 'n, log probabilities, seed, penalties',
  24: 'text and tool calls of an answer',
  25: 'reasoning of an answer',
  26: 'finish reasons',
  27: 'usage',
  28: "what is kept under names of Bedrock's",
  29: 'errors',
}

/** What streams promise. Cases name these in `streamRules`; what only a connection shows has a test instead. */
export const STREAM_RULES: Readonly<Record<string, string>> = {
  order: 'role first, then content, then one finish chunk, then usage',
  'block-index': 'blocks are told apart by their index, tool calls are counted from 0',
  interleaved: 'interleaved blocks stay intact',
  'no-deltas': 'a call without deltas has the arguments {}',
  'no-start': 'text blocks need no start',
  signatures: 'signatures and redacted reasoning are kept',
  exception: 'an exception in mid-stream is an error with its status',
  cut: 'a frame may be cut anywhere',
  truncated: 'a stream that ends early is an error',
  leaving: 'leaving or aborting closes the upstream',
}

/** Tests that show what no case can, as `file: title`. */
const TESTS: Readonly<Record<keyof typeof STREAM_RULES, readonly string[]>> = {
  exception: ['test/bedrock-route/streams.test.ts: raises an exception after the second delta in the loop'],
  cut: [
    'packages/bedrock-backend/src/event-stream/frame-decoder.test.ts: reads what the reference codec writes, cut at any byte',
    'test/bedrock-route/streams.test.ts: gives identical chunks wherever the network cuts the reply',
  ],
  truncated: [
    'packages/bedrock-backend/src/backend/converse-stream.test.ts: is an error to end early, at any byte',
  ],
  leaving: [
    'test/bedrock-route/streams.test.ts: closes the upstream when the loop is left early',
    'test/bedrock-route/streams.test.ts: closes the upstream when the stream is aborted',
  ],
}

/** A rule and the cases (or tests) that show it. */
export interface ShownRule {
  readonly rule: string
  readonly title: string
  readonly cases: readonly string[]
}

/** Every rule with its cases, found out by reading them; tests that are gone are not listed. */
export function listRules(): ShownRule[] {
  const cases = listCases(join(root, 'test/fixtures/chat-completions'))
  const numbered = Object.entries(RULES).map(([rule, title]) => ({
    rule,
    title,
    cases: cases.filter(({ facts }) => facts.rules?.includes(Number(rule))).map(({ name }) => name),
  }))
  const streams = Object.entries(STREAM_RULES).map(([rule, title]) => ({
    rule: `stream: ${rule}`,
    title,
    cases: [
      ...cases.filter(({ facts }) => facts.streamRules?.includes(rule)).map(({ name }) => name),
      ...(TESTS[rule] ?? []).filter(exists),
    ],
  }))
  return [...numbered, ...streams]
}

function exists(test: string): boolean {
  const [file = '', title = ''] = test.split(': ')
  return readFileSync(join(root, file), 'utf8').includes(title)
}
