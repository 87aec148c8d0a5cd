// Report 26: failures that call themselves a success, that stand in a field or an event of their own, or that are no JSON keep their text, status and class (vLLM, llama.cpp, OpenRouter)
import { openai } from '@patchbay/bedrock-backend'
import { register } from '@patchbay/bedrock'
import { fallback } from '@patchbay/core'
import { createGatewayServer } from '@patchbay/testing'
import { describe, expect, it } from 'vitest'
import { CLAUDE, MESSAGES, VERSIONS } from '../bedrock/support/clients.ts'
import { failure } from '../bedrock/support/setup.ts'
import { callsOf, chunk, EVENT_STREAM, lines, textOf } from './support/awkward-backend.ts'

describe.each(VERSIONS)(
  'report 26: failures of OpenAI-compatible backends, with client-bedrock-runtime $version',
  ({ sdk }) => {
    const { on, converse, stream } = callsOf(sdk)

    it.each([
      [{ error: { message: 'slow', code: 429 } }],
      [{ error: { message: 'slow', code: '429' } }],
      [{ error: { message: 'slow', status: 429 } }],
      [{ object: 'error', message: 'slow', type: 'RateLimitError', code: 429 }],
      [{ choices: [{ finish_reason: 'error', error: { message: 'slow', code: 429 } }] }],
    ])(
      'raises the failure of a success: %j, whole, in place of a stream, and in mid-stream',
      async (json) => {
        await using backend = await createGatewayServer()
        backend.enqueue({ json })
        const whole = await failure(converse(backend))
        backend.enqueue({ json })
        const instead = await failure(stream(backend))
        backend.enqueue({ events: [chunk({ content: 'Half' }), json] })
        const inStream = await failure(stream(backend))
        for (const error of [whole, instead, inStream]) {
          expect(error).toBeInstanceOf(sdk.ThrottlingException)
          expect(error.message).toBe('slow')
        }
      },
    )

    it.each([
      ['a field of its own', 'error: {"code":503,"message":"busy"}\n\n'],
      ['an event called error', 'event: error\ndata: {"code":503,"message":"busy"}\n\n'],
    ])('raises a failure that stands in %s', async (_what, event) => {
      await using backend = await createGatewayServer()
      backend.enqueue({ body: lines(chunk({ content: 'Half' })) + event, headers: EVENT_STREAM })
      const error = await failure(stream(backend))
      expect(error).toBeInstanceOf(sdk.ServiceUnavailableException)
      expect(error.message).toBe('busy')
    })

    it.each([
      [{ error: { code: 401, message: 'bad key-secret-1234' } }],
      [{ error: 'bad key-secret-1234' }],
      [{ object: 'error', message: 'bad key-secret-1234', code: 401 }],
      [{ choices: [{ finish_reason: 'error', error: { message: 'bad key-secret-1234', code: 401 } }] }],
    ])(
      'takes the key out of the failure of a success: %j, whole, in place of a stream, and in mid-stream',
      async (json) => {
        await using backend = await createGatewayServer()
        const client = on(backend, { apiKey: 'key-secret-1234' })
        const ask = () => client.send(new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES }))
        backend.enqueue({ json })
        const whole = await failure(ask())
        backend.enqueue({ json })
        const instead = await failure(stream(backend, client))
        backend.enqueue({ events: [chunk({ content: 'Half' }), json] })
        const inStream = await failure(stream(backend, client))
        for (const error of [whole, instead, inStream]) expect(error.message).toBe('bad [redacted]')
      },
    )

    it.each([
      ['whose first event is a failure', { events: [{ error: { message: 'slow', code: 429 } }] }],
      ['that is empty', { body: '', headers: EVENT_STREAM }],
    ])('falls back from a stream %s', async (_what, reply) => {
      await using first = await createGatewayServer()
      await using second = await createGatewayServer()
      first.enqueue(reply)
      second.enqueue({ events: [chunk({ content: 'Yes.' }), chunk({}, { finish_reason: 'stop' })] })
      const routes = [first, second].map(({ url }) => openai({ baseURL: `${url}/v1`, apiKey: 'sk-secret' }))
      const client = register(new sdk.BedrockRuntimeClient({ maxAttempts: 1 }), fallback(routes))
      expect(textOf(await stream(first, client))).toBe('Yes.')
    })

    it('passes blank events by, and raises its own exception for one that is not JSON', async () => {
      await using backend = await createGatewayServer()
      const end = chunk({}, { finish_reason: 'stop' })
      backend.enqueue({
        body: `${lines(chunk({ content: 'Yes.' }))}data:\n\n${lines(end, '[DONE]')}`,
        headers: EVENT_STREAM,
      })
      expect(textOf(await stream(backend))).toBe('Yes.')
      backend.enqueue({ body: lines(chunk({ content: 'Half' }), 'oops'), headers: EVENT_STREAM })
      expect(await failure(stream(backend))).toBeInstanceOf(sdk.BedrockRuntimeServiceException)
    })
  },
)
