// Report 25: answers whose chunks all say stop, whose choices are missing or failed, whose calls have no type, id or index, or whose reasoning has another name are read whole, or are errors (shelfio/gcli2api#403, firebase/genkit#6259, mistralai/mistral-vibe#552, Arize-ai/phoenix#11376, ggml-org/llama.cpp#20198, MoonshotAI/kimi-code#1690)
import { createGatewayServer } from '@patchbay/testing'
import { describe, expect, it } from 'vitest'
import { VERSIONS } from '../bedrock/support/clients.ts'
import { failure } from '../bedrock/support/setup.ts'
import { callsOf, chunk, textOf } from './support/awkward-backend.ts'

describe.each(VERSIONS)(
  'report 25: answers of OpenAI-compatible backends, with client-bedrock-runtime $version',
  ({ sdk }) => {
    const { converse, stream } = callsOf(sdk)

    const call = (rest: object) => ({ function: { name: 'f', arguments: '{"x":1}' }, ...rest })

    it('reads on where every chunk says that it is the last', async () => {
      await using backend = await createGatewayServer()
      backend.enqueue({
        events: ['One', ', two', ', three.'].map((content) => chunk({ content }, { finish_reason: 'stop' })),
      })
      const events = await stream(backend)
      expect(textOf(events)).toBe('One, two, three.')
      expect(events.filter(({ messageStop }) => messageStop)).toEqual([
        { messageStop: { stopReason: 'end_turn' } },
      ])
    })

    it.each([
      ['finish_reason error', { choices: [{ message: { content: null }, finish_reason: 'error' }] }],
      ['no choices', { choices: [] }],
      ['null for choices', { choices: null }],
      ['null for a message', { choices: [{ message: null, finish_reason: 'stop' }] }],
      ['a text for a message', { choices: [{ message: 'hi', finish_reason: 'stop' }] }],
      ['an error of its own without a status', { error: { message: 'no', code: 'unknown' } }],
    ])('takes no success with %s for an answer', async (_what, json) => {
      await using backend = await createGatewayServer()
      backend.enqueue({ json })
      const error = await failure(converse(backend))
      expect(error).toBeInstanceOf(sdk.BedrockRuntimeServiceException)
      expect((error['$metadata'] as { httpStatusCode: number }).httpStatusCode).toBeGreaterThanOrEqual(500)
    })

    it('reads a stream whose chunks have a message in place of a delta', async () => {
      await using backend = await createGatewayServer()
      const part = (content: string) => ({
        choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: null }],
      })
      backend.enqueue({ events: [part('One'), part(', two'), chunk({}, { finish_reason: 'stop' })] })
      expect(textOf(await stream(backend))).toBe('One, two')
    })

    it('takes no stream that ends with finish_reason error for an answer', async () => {
      await using backend = await createGatewayServer()
      backend.enqueue({ events: [chunk({ content: 'Half' }), chunk({}, { finish_reason: 'error' })] })
      await expect(stream(backend)).rejects.toBeInstanceOf(sdk.BedrockRuntimeServiceException)
    })

    it.each([
      ['a call without a type', [call({ id: 'a' })], [{ toolUseId: 'a', name: 'f', input: { x: 1 } }]],
      [
        'calls without ids',
        [call({ type: 'function' }), call({ type: 'function' })],
        [
          { toolUseId: 'call_0', name: 'f', input: { x: 1 } },
          { toolUseId: 'call_1', name: 'f', input: { x: 1 } },
        ],
      ],
      [
        'arguments that are an object',
        [{ id: 'a', type: 'function', function: { name: 'f', arguments: { x: 1 } } }],
        [{ toolUseId: 'a', name: 'f', input: { x: 1 } }],
      ],
    ])('keeps %s, whole and streamed', async (_what, calls, expected) => {
      await using backend = await createGatewayServer()
      backend.enqueue({
        json: { choices: [{ message: { tool_calls: calls }, finish_reason: 'tool_calls' }] },
      })
      const whole = await converse(backend)
      expect(whole.output?.message?.content?.map(({ toolUse }) => toolUse)).toEqual(expected)
      // All in one delta, and each in a delta of its own: with no index, as the whole answer has none.
      for (const deltas of [[{ tool_calls: calls }], calls.map((one) => ({ tool_calls: [one] }))]) {
        backend.enqueue({
          events: [...deltas.map((delta) => chunk(delta)), chunk({}, { finish_reason: 'tool_calls' })],
        })
        const events = await stream(backend)
        const starts = events.flatMap(({ contentBlockStart }) => contentBlockStart?.start?.toolUse ?? [])
        expect(starts).toEqual(expected.map(({ toolUseId, name }) => ({ toolUseId, name })))
        const inputs = events.flatMap(
          ({ contentBlockDelta }) => contentBlockDelta?.delta?.toolUse?.input ?? [],
        )
        expect(inputs).toEqual(expected.map(({ input }) => JSON.stringify(input)))
      }
    })

    it('puts pieces of arguments to their calls where no part has an index', async () => {
      await using backend = await createGatewayServer()
      const part = (rest: object) => chunk({ tool_calls: [rest] })
      backend.enqueue({
        events: [
          part({ id: 'a', function: { name: 'f', arguments: '{"x"' } }),
          part({ function: { arguments: ':1}' } }),
          part({ id: 'b', function: { name: 'g', arguments: '' } }),
          part({ id: 'b', function: { arguments: '{"y":2}' } }),
          chunk({}, { finish_reason: 'tool_calls' }),
        ],
      })
      const events = await stream(backend)
      const inputs = new Map<number, string>()
      for (const { contentBlockDelta: delta } of events) {
        const index = delta?.contentBlockIndex ?? -1
        if (delta?.delta?.toolUse) inputs.set(index, (inputs.get(index) ?? '') + delta.delta.toolUse.input)
      }
      expect([...inputs.values()]).toEqual(['{"x":1}', '{"y":2}'])
    })

    it('reads reasoning where an empty reasoning_content stands before it', async () => {
      await using backend = await createGatewayServer()
      const message = { reasoning_content: '', reasoning: 'Hm.', content: 'Yes.' }
      backend.enqueue({ json: { choices: [{ message, finish_reason: 'stop' }] } })
      expect((await converse(backend)).output?.message?.content).toEqual([
        { reasoningContent: { reasoningText: { text: 'Hm.' } } },
        { text: 'Yes.' },
      ])
      backend.enqueue({ events: [chunk(message), chunk({}, { finish_reason: 'stop' })] })
      expect(JSON.stringify(await stream(backend))).toContain('"text":"Hm."')
    })
  },
)
