import { openai } from '@patchbay/bedrock-backend'
import { register } from '@patchbay/bedrock'
import { createGatewayServer, type GatewayServer } from '@patchbay/testing'
import { describe, expect, it } from 'vitest'
import { CLAUDE, exceptionsOf, MESSAGES, VERSIONS } from '../bedrock/support/clients.ts'
import { drain, failure } from '../bedrock/support/setup.ts'

const BODY = JSON.stringify({
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 9,
  messages: [{ role: 'user', content: 'x' }],
})

describe.each(VERSIONS)('client-bedrock-runtime $version, when a backend fails', ({ sdk }) => {
  const on = (backend: GatewayServer) =>
    register(
      new sdk.BedrockRuntimeClient({ maxAttempts: 1 }),
      openai({ baseURL: `${backend.url}/v1`, apiKey: 'sk-secret' }),
    )
  const invoke = () => new sdk.InvokeModelCommand({ modelId: CLAUDE, body: BODY })
  const converse = async (backend: GatewayServer) => {
    const { stream } = await on(backend).send(
      new sdk.ConverseStreamCommand({ modelId: CLAUDE, messages: MESSAGES }),
    )
    return drain(stream)
  }
  const invokeStream = async (backend: GatewayServer) => {
    const { body } = await on(backend).send(
      new sdk.InvokeModelWithResponseStreamCommand({ modelId: CLAUDE, body: BODY }),
    )
    return drain(body)
  }

  it('raises every exception of the service as its class, also from InvokeModel and its stream', async () => {
    await using backend = await createGatewayServer()
    for (const type of exceptionsOf(sdk)) {
      const error = { message: `It is ${type}.`, code: type }
      backend.enqueue({ error: { ...error, status: 400 } })
      const whole = await failure(on(backend).send(invoke()))
      backend.enqueue({ text: 'A long answer.', stream: { errorAfter: { events: 2, error } } })
      const streamed = await failure(invokeStream(backend))
      for (const raised of [whole, streamed]) {
        expect(raised.constructor.name).toBe(type)
        expect(raised).toBeInstanceOf(sdk.BedrockRuntimeServiceException)
        expect(raised.message).toBe(error.message)
      }
    }
  })

  it.each([
    [400, 'ValidationException'],
    [401, 'AccessDeniedException'],
    [403, 'AccessDeniedException'],
    [404, 'ResourceNotFoundException'],
    [408, 'ModelTimeoutException'],
    [413, 'ValidationException'],
    [422, 'ValidationException'],
    [424, 'ModelErrorException'],
    [429, 'ThrottlingException'],
    [500, 'InternalServerException'],
    [502, 'ServiceUnavailableException'],
    [503, 'ServiceUnavailableException'],
    [504, 'ModelTimeoutException'],
    [529, 'InternalServerException'],
  ] as const)('makes a %i a %s, whole and in mid-stream', async (status, type) => {
    await using backend = await createGatewayServer()
    backend.enqueue({ error: { status, message: 'no' } })
    const whole = await failure(on(backend).send(invoke()))
    expect(whole).toBeInstanceOf(sdk[type])
    expect(whole['$metadata']).toMatchObject({ httpStatusCode: status })
    // Some say the status as `status`, others (vLLM, OpenRouter) as `code`.
    for (const said of [{ status }, { code: status }]) {
      const error = { message: 'no', ...said }
      backend.enqueue({ text: 'A long answer.', stream: { errorAfter: { events: 2, error } } })
      expect(await failure(converse(backend))).toBeInstanceOf(sdk[type])
    }
  })

  it.each([
    [{ type: 'rate_limit_error' }, 'ThrottlingException'],
    [{ type: 'tokens', code: 'rate_limit_exceeded' }, 'ThrottlingException'],
    [{ type: 'invalid_request_error', code: 'context_length_exceeded' }, 'ValidationException'],
    [{ code: 'model_not_found' }, 'ResourceNotFoundException'],
    [{ type: 'server_error' }, 'InternalServerException'],
  ] as const)('knows %j in mid-stream, where there is no status', async (said, type) => {
    await using backend = await createGatewayServer()
    backend.enqueue({
      text: 'A long answer.',
      stream: { errorAfter: { events: 2, error: { message: 'no', ...said } } },
    })
    expect(await failure(converse(backend))).toBeInstanceOf(sdk[type])
  })

  it('takes no stream for whole that is not', async () => {
    await using backend = await createGatewayServer()
    const chunk = { id: 'c', choices: [{ index: 0, delta: { content: 'Half' }, finish_reason: null }] }
    backend.enqueue({ events: [chunk] })
    expect(await failure(converse(backend))).toBeInstanceOf(sdk.ServiceUnavailableException)
    backend.enqueue({ text: 'A long answer.', stream: { truncateAfterBytes: 600 } })
    expect(await failure(invokeStream(backend))).toBeInstanceOf(Error)
  })

  it.each([
    ['HTML', 'status 200 and an HTML page', { body: '<html>', headers: { 'content-type': 'text/html' } }],
    ['JSON that is no completion', 'no', { json: { ok: true } }],
  ])('says so when the backend answers %s', async (_what, says, reply) => {
    await using backend = await createGatewayServer()
    backend.reply(reply)
    for (const call of [
      () => on(backend).send(invoke()),
      () => converse(backend),
      () => invokeStream(backend),
    ]) {
      const error = await failure(call())
      expect(error).toBeInstanceOf(sdk.ServiceUnavailableException)
      expect(error.message).toContain(`"openai" answered with ${says}`)
    }
  })

  it('hands on when to try again', async () => {
    await using backend = await createGatewayServer()
    backend.enqueue({ error: { status: 429, message: 'no', retryAfter: 7 } })
    const error = await failure(on(backend).send(invoke()))
    expect(error['$response']).toMatchObject({ headers: { 'retry-after': '7' } })
  })

  it('shows no key in its errors', async () => {
    await using backend = await createGatewayServer()
    backend.enqueue({ error: { status: 401, message: 'Incorrect API key provided: sk-secret.' } })
    const error = await failure(on(backend).send(invoke()))
    expect(JSON.stringify([error, error.message])).not.toContain('sk-secret')
  })
})
