import { describe, expect, it } from 'vitest'

import { growth } from '../../test-support/growth.ts'
import { describeModel } from '../model-facts/describe-model.ts'
import { toConverseRequest } from '../chat-completions/to-converse/request.ts'

const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const context = {
  model: describeModel(MODEL),
  id: 'chatcmpl-1',
  created: 0,
  options: {
    strictOpenAICompliance: true,
    thinkTags: false,
    reasoningRatios: { minimal: 0.1, low: 0.2, medium: 0.5, high: 0.8 },
  },
}

const translate = (request: object) => () =>
  toConverseRequest({ model: MODEL, messages: [], ...request } as never, context as never)

const call = (id: string) => ({
  role: 'assistant',
  tool_calls: [{ id, type: 'function', function: { name: 'find', arguments: '{}' } }],
})
const result = (id: string) => ({ role: 'tool', tool_call_id: id, content: 'none' })
const tools = [{ type: 'function', function: { name: 'find', parameters: { type: 'object' } } }]

/** Definitions of which each refers twice to the next. */
function doubling(count: number): object {
  const definitions = Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const $ref = `#/$defs/d${index + 1}`
      const properties = { a: { $ref }, b: { $ref } }
      return [`d${index}`, { type: 'object', properties, required: ['a', 'b'], additionalProperties: false }]
    }),
  )
  const last = { type: 'object', properties: {}, additionalProperties: false }
  return { $ref: '#/$defs/d0', $defs: { ...definitions, [`d${count}`]: last } }
}

describe('translation takes time in proportion to the request', () => {
  it('with many tools whose definitions grow when they are put in place', () => {
    const nova = { ...context, model: describeModel('us.amazon.nova-lite-v1:0') }
    const prepare = (size: number) => {
      const parameters = { type: 'object', properties: { a: { $ref: '#/$defs/d0' } }, ...doubling(22) }
      const offered = Array.from({ length: size }, (_, index) => ({
        type: 'function',
        function: { name: `find${index}`, parameters: { ...parameters, $ref: undefined } },
      }))
      const request = { model: MODEL, messages: [{ role: 'user', content: 'Go.' }], tools: offered }
      return () => toConverseRequest(request as never, nova as never)
    }
    // They share one allowance: four times as many tools cost hardly more.
    expect(growth(16, prepare)).toBeLessThan(3)
  })

  it('with turns that use the same id of a call', () => {
    const prepare = (size: number) => {
      const rounds = Array.from({ length: size }, () => [call('call_0'), result('call_0')]).flat()
      return translate({ tools, messages: [{ role: 'user', content: 'Go.' }, ...rounds] })
    }
    expect(growth(1250, prepare)).toBeLessThan(10)
  })

  it('with thousands of messages and calls', () => {
    const prepare = (size: number) => {
      const rounds = Array.from({ length: size }, (_, index) => [call(`c${index}`), result(`c${index}`)])
      return translate({ tools, messages: [{ role: 'user', content: 'Go.' }, ...rounds.flat()] })
    }
    expect(growth(2500, prepare)).toBeLessThan(10)
  })

  it('with thousands of calls in one turn', () => {
    const prepare = (size: number) => {
      const ids = Array.from({ length: size }, (_, index) => `c${index}`)
      const turn = { role: 'assistant', tool_calls: ids.flatMap((id) => call(id).tool_calls) }
      return translate({ tools, messages: [{ role: 'user', content: 'Go.' }, turn, ...ids.map(result)] })
    }
    expect(growth(1250, prepare)).toBeLessThan(10)
  })

  it('with strict schemas whose definitions each refer twice to the next', () => {
    const prepare = (size: number) => {
      const schema = doubling(size)
      const json_schema = { name: 'a', strict: true, schema }
      return translate({
        messages: [{ role: 'user', content: 'Go.' }],
        tools: [{ type: 'function', function: { name: 'find', strict: true, parameters: schema } }],
        response_format: { type: 'json_schema', json_schema },
      })
    }
    // Four times as many definitions would be 2^66 times as many references.
    expect(growth(22, prepare)).toBeLessThan(20)
  })

  it('with many strict tools of such schemas', () => {
    const prepare = (size: number) => {
      const parameters = doubling(22)
      const many = Array.from({ length: size }, (_, index) => {
        return { type: 'function', function: { name: `find_${index}`, strict: true, parameters } }
      })
      return translate({ messages: [{ role: 'user', content: 'Go.' }], tools: many })
    }
    const spend = prepare(64)
    spend()
    const start = process.cpuUsage()
    spend()
    // Each by itself would take some 40 ms.
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(500)
  })
})
