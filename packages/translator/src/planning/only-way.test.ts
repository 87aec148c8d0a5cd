import { describe, expect, it } from 'vitest'

import { describeModel } from '../model-facts/describe-model.ts'
import { FAMILIES } from '../model-facts/families.ts'
import { TranslationError } from '../translation-error.ts'
import { planOnlyWay } from './only-way.ts'
import { planWays } from './plan-ways.ts'
import type { ClientApi, PlanOptions, PlanRequest } from './way.ts'

const CLAUDE = 'us.anthropic.claude-opus-5-5'
const IDS = [
  ...Object.values(FAMILIES).flatMap(({ models }) => models.flatMap(({ ids }) => ids)),
  CLAUDE,
  'custom.model',
  'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc',
  'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0',
]
const ask = { role: 'user', content: 'Hello.' }
const tool = { type: 'function', function: { name: 'get' } }
const BODIES: readonly PlanRequest['body'][] = [
  {},
  { messages: [{ role: 'system', content: 'Be brief.' }, ask] },
  { messages: [ask, { role: 'developer', content: 'Be brief.' }] },
  { messages: 'none' },
  { messages: [ask], tools: [tool], n: 2, previous_response_id: 'resp_1', background: true },
  { messages: [ask], web_search_options: {} },
  { messages: [ask], web_search_options: {}, tools: [tool] },
  { messages: [ask], guardrailConfig: { guardrailIdentifier: 'g' }, extra_body: { requestMetadata: {} } },
  { messages: [{ role: 'user', content: [{ type: 'file', file: {} }, { type: 'reasoning' }] }], top_k: 1 },
  { input: 'Hello.' },
  {
    input: [{ role: 'system', content: 'Be brief.' }, ask],
    instructions: 'Be kind.',
    conversation: 'conv_1',
  },
  { input: [ask, { role: 'system', content: 'Be brief.' }], tools: [{ type: 'function', name: 'get' }] },
  { input: [ask], tools: [{ type: 'function', name: 'get' }], tool_choice: 'required', background: false },
  { input: [ask], tools: [{ type: 'web_search' }] },
  { input: [ask], tools: [{ type: 'web_search' }, { type: 'custom', name: 'get' }, null] },
  { input: [{ type: 'compaction' }, { role: 'user', content: [{ type: 'input_file' }] }], tools: 'none' },
]
const OPTIONS: readonly PlanOptions[] = [
  { mantle: true, region: 'us-east-1' },
  { mantle: false, region: undefined },
  { mantle: true, region: 'eu-central-1', crossRegion: 'geo' },
  { mantle: true, region: 'eu-central-1', crossRegion: 'global' },
  { mantle: true, region: 'us-east-1', api: 'auto' },
  { mantle: true, region: 'us-east-1', api: { other: 'native' } },
  { mantle: true, region: 'us-east-1', host: 'mantle' },
]
const CLIENTS: readonly ClientApi[] = ['chat-completions', 'completions', 'responses', 'messages', 'converse']

function* requests(): Generator<PlanRequest, void> {
  for (const clientApi of CLIENTS)
    for (const id of IDS)
      for (const body of BODIES)
        for (const options of OPTIONS)
          for (const guardrail of [false, true])
            yield { clientApi, body, stream: guardrail, model: describeModel(id), guardrail, options }
}

/** What planning gives, or the message of what it throws. */
function outcomeOf<Value>(plan: () => Value): Value | string {
  try {
    return plan()
  } catch (error) {
    if (error instanceof TranslationError) return error.message
    throw error
  }
}

describe('planOnlyWay', () => {
  it('says what planWays says, or nothing', () => {
    let known = 0
    for (const request of requests()) {
      const only = outcomeOf(() => planOnlyWay(request))
      if (only === undefined) continue
      known += 1
      const planned = outcomeOf(() => planWays(request))
      expect(typeof only === 'string' ? only : [only]).toEqual(planned)
    }
    expect(known).toBeGreaterThan(1000)
  })

  it('knows the way of an ordinary chat with most models', () => {
    const plan = (id: string) =>
      planOnlyWay({
        clientApi: 'chat-completions',
        body: { messages: [ask], tools: [tool] },
        stream: true,
        model: describeModel(id),
        guardrail: false,
        options: { mantle: true, region: 'us-east-1' },
      })
    expect(plan(CLAUDE)).toMatchObject({ api: 'converse', host: 'runtime', native: false })
    expect(plan('us.amazon.nova-lite-v1:0')?.path).toBe('/model/us.amazon.nova-lite-v1%3A0/converse-stream')
    expect(plan('us.openai.gpt-6-sol')).toBeUndefined()
  })

  it('knows that of ordinary Responses, too', () => {
    const plan = (body: PlanRequest['body']) =>
      planOnlyWay({
        clientApi: 'responses',
        body,
        stream: false,
        model: describeModel(CLAUDE),
        guardrail: false,
        options: { mantle: true, region: 'us-east-1' },
      })
    expect(plan({ input: 'Hello.' })).toMatchObject({ api: 'converse', native: false })
    expect(plan({ input: [ask], tools: [{ type: 'function', name: 'get' }] })).toBeDefined()
    expect(plan({ input: [ask], tools: [{ type: 'web_search' }] })).toBeUndefined()
    expect(plan({ input: [ask], background: true })).toBeUndefined()
  })
})
