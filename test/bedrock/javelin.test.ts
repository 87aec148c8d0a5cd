import { BedrockClient } from '@aws-sdk/client-bedrock'
import { configure } from '@patchbay/core'
import { applicationProfile } from '@patchbay/testing'
import { describe, expect, it } from 'vitest'
import { CLAUDE, CONVERSE_ANSWER, CREDENTIALS, exceptionsOf, MESSAGES, VERSIONS } from './support/clients.ts'
import { answerJSON } from './support/forwarding-gateway.ts'
import { createSetup, drain, failure, JAVELIN_KEY } from './support/setup.ts'

const PATH = `/model/${encodeURIComponent(CLAUDE)}`
const CLAUDE_BODY = JSON.stringify({
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 100,
  messages: [{ role: 'user', content: 'Hello' }],
})

describe.each(VERSIONS)('client-bedrock-runtime $version through Javelin', ({ version, sdk }) => {
  it('carries Converse, with a signature that the provider accepts', async () => {
    await using setup = await createSetup()
    const answer = await setup
      .javelin(sdk)
      .send(new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES }))
    expect(answer.output?.message?.content?.[0]?.text).toBeTypeOf('string')
    expect(setup.gateway.seen[0]).toMatchObject({
      method: 'POST',
      target: `/v1${PATH}/converse`,
      headers: {
        host: new URL(setup.gateway.url).host,
        'x-javelin-apikey': JAVELIN_KEY,
        'x-javelin-route': 'awsbedrock',
        'x-javelin-provider': setup.provider.url,
        'x-javelin-model': 'us.anthropic.claude-sonnet-4-5-v1:0',
      },
    })
    expect(setup.provider.requests[0]?.authentication).toMatchObject({ kind: 'sigv4', region: 'us-east-1' })
  })

  it('carries operations with a model and without one', async () => {
    await using setup = await createSetup()
    const client = setup.javelin(sdk)
    setup.gateway.script(answerJSON(200, { usage: {}, outputs: [], assessments: [], action: 'NONE' }))
    await client.send(
      new sdk.InvokeModelCommand({
        modelId: CLAUDE,
        body: CLAUDE_BODY,
        contentType: 'application/json',
        trace: 'ENABLED',
      }),
    )
    await client.send(
      new sdk.ApplyGuardrailCommand({
        guardrailIdentifier: 'g1',
        guardrailVersion: '1',
        source: 'INPUT',
        content: [{ text: { text: 'x' } }],
      }),
    )
    expect(setup.gateway.seen.map(({ method, target }) => `${method} ${target}`)).toEqual([
      `POST /v1${PATH}/invoke`,
      'POST /v1/guardrail/g1/version/1/apply',
    ])
    expect(setup.gateway.seen[0]?.headers['x-amzn-bedrock-trace']).toBe('ENABLED')
    expect(setup.gateway.seen.map(({ headers }) => headers['x-javelin-model'])).toEqual([
      'us.anthropic.claude-sonnet-4-5-v1:0',
      undefined,
    ])
  })

  // The asynchronous operations are younger than 3.704, CountTokens is younger than 3.901's first days.
  it.skipIf(version === '3.704')('carries the operations that came later', async () => {
    await using setup = await createSetup()
    const client = setup.javelin(sdk)
    setup.gateway.script(
      answerJSON(200, { invocationArn: 'arn:aws:x', asyncInvokeSummaries: [], inputTokens: 7 }),
    )
    await client.send(
      new sdk.StartAsyncInvokeCommand({
        modelId: 'amazon.nova-reel-v1:0',
        modelInput: { a: 1 },
        outputDataConfig: { s3OutputDataConfig: { s3Uri: 's3://b' } },
      }),
    )
    await client.send(
      new sdk.GetAsyncInvokeCommand({ invocationArn: 'arn:aws:bedrock:us-east-1:1:async-invoke/x' }),
    )
    await client.send(new sdk.ListAsyncInvokesCommand({ maxResults: 5, statusEquals: 'Failed' }))
    const counted = await client.send(
      new sdk.CountTokensCommand({ modelId: CLAUDE, input: { converse: { messages: MESSAGES } } }),
    )
    expect(counted.inputTokens).toBe(7)
    expect(setup.gateway.seen.map(({ method, target }) => `${method} ${target}`)).toEqual([
      'POST /v1/async-invoke',
      'GET /v1/async-invoke/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Aasync-invoke%2Fx',
      expect.stringMatching(
        /^GET \/v1\/async-invoke\?(?:maxResults=5&statusEquals=Failed|statusEquals=Failed&maxResults=5)$/,
      ),
      `POST /v1${PATH}/count-tokens`,
    ])
    expect(setup.gateway.seen[0]?.headers['x-javelin-model']).toBe('amazon.nova-reel-v1:0')
  })

  it('carries streams', async () => {
    await using setup = await createSetup()
    const client = setup.javelin(sdk)
    const converse = await client.send(new sdk.ConverseStreamCommand({ modelId: CLAUDE, messages: MESSAGES }))
    const events = await drain(converse.stream)
    expect(Object.keys(events[0] ?? {})).toEqual(['messageStart'])
    expect(Object.keys(events.at(-1) ?? {})).toEqual(['metadata'])
    const invoke = await client.send(
      new sdk.InvokeModelWithResponseStreamCommand({
        modelId: CLAUDE,
        body: CLAUDE_BODY,
        contentType: 'application/json',
      }),
    )
    expect((await drain(invoke.body)).length).toBeGreaterThan(1)
    expect(setup.gateway.seen.map(({ target }) => target)).toEqual([
      `/v1${PATH}/converse-stream`,
      `/v1${PATH}/invoke-with-response-stream`,
    ])
  })

  it('keeps the prefix of the base, the date, and the caller’s own route', async () => {
    await using setup = await createSetup({ prefix: '/tenant/v1' })
    const client = setup.javelin(sdk, {
      baseURL: `${setup.gateway.url}/tenant/v1`,
      route: 'mine',
      keepModelDate: true,
    })
    client.middlewareStack.add(
      (next) => async (args) => {
        ;(args.request as { headers: Record<string, string> }).headers['x-javelin-route'] = 'theirs'
        return next(args)
      },
      { step: 'build' },
    )
    await client.send(new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES }))
    expect(setup.gateway.seen[0]?.target).toBe(`/tenant/v1${PATH}/converse`)
    expect(setup.gateway.seen[0]?.headers).toMatchObject({
      'x-javelin-route': 'theirs',
      'x-javelin-model': CLAUDE,
    })
    expect(setup.gateway.seen[0]?.headers['authorization']).not.toContain('x-javelin')
  })

  it('names AWS, not itself, for a client whose endpoint is the gateway', async () => {
    await using setup = await createSetup()
    const client = setup.javelin(sdk, {}, { endpoint: `${setup.gateway.url}/v1`, region: 'eu-west-3' })
    setup.gateway.script(answerJSON(200, CONVERSE_ANSWER))
    await client.send(new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES }))
    expect(setup.gateway.seen[0]?.target).toBe(`/v1${PATH}/converse`)
    expect(setup.gateway.seen[0]?.headers['x-javelin-provider']).toBe(
      'https://bedrock-runtime.eu-west-3.amazonaws.com',
    )
    expect(setup.gateway.seen[0]?.headers['authorization']).toContain('/eu-west-3/bedrock/aws4_request')
  })

  it('resolves aliases, under the signature', async () => {
    await using setup = await createSetup()
    const client = setup.javelin(sdk, { models: { mine: CLAUDE } })
    await client.send(new sdk.ConverseCommand({ modelId: 'mine', messages: MESSAGES }))
    expect(setup.provider.requests[0]?.path).toBe(`${PATH}/converse`)
  })

  it('sends no signature and needs no credentials when the key is to be stripped', async () => {
    await using setup = await createSetup()
    const client = setup.javelin(
      sdk,
      { credentials: 'strip', virtualKey: 'virtual' },
      { credentials: refuseCredentials },
    )
    setup.gateway.script(answerJSON(200, CONVERSE_ANSWER))
    await client.send(new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES }))
    const headers = setup.gateway.seen[0]?.headers ?? {}
    expect(headers['authorization']).toBeUndefined()
    expect(headers).toMatchObject({
      'x-javelin-virtualapikey': 'virtual',
      'x-javelin-provider': setup.provider.url,
    })
  })

  // 3.704 knows no bearer tokens.
  it.skipIf(version === '3.704')('forwards a Bedrock API key as it is', async () => {
    await using setup = await createSetup()
    const client = setup.javelin(
      sdk,
      {},
      { token: { token: setup.provider.bearerToken }, authSchemePreference: ['httpBearerAuth'] },
    )
    await client.send(new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES }))
    expect(setup.gateway.seen[0]?.headers['authorization']).toBe(`Bearer ${setup.provider.bearerToken}`)
  })

  it('makes a guardrail’s refusal a ValidationException with its text', async () => {
    await using setup = await createSetup()
    const client = setup.javelin(sdk)
    setup.gateway.script(answerJSON(200, { error_code: 200, reject_prompt: 'Not with this guardrail.' }))
    const calls = [
      new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES }),
      new sdk.ConverseStreamCommand({ modelId: CLAUDE, messages: MESSAGES }),
    ]
    for (const call of calls) {
      const error = await failure(client.send(call as InstanceType<typeof sdk.ConverseCommand>))
      expect(error).toBeInstanceOf(sdk.ValidationException)
      expect(error.message).toBe('Not with this guardrail.')
      expect(error['$metadata']).toMatchObject({ httpStatusCode: 400 })
    }
  })

  it.each([
    [401, 'AccessDeniedException'],
    [404, 'ResourceNotFoundException'],
    [422, 'ValidationException'],
    [429, 'ThrottlingException'],
    [500, 'InternalServerException'],
    [504, 'ServiceUnavailableException'],
  ] as const)('makes its own %i a %s', async (status, name) => {
    await using setup = await createSetup()
    const client = setup.javelin(sdk)
    const body = { error: { code: String(status), message: `no: ${JAVELIN_KEY}` } }
    setup.gateway.script(answerJSON(status, body, { 'x-request-id': 'r-1' }))
    const error = await failure(client.send(new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES })))
    expect(error).toBeInstanceOf(sdk[name])
    expect(error).toBeInstanceOf(sdk.BedrockRuntimeServiceException)
    expect(error.message).toBe('no: [redacted]')
    expect(error['$metadata']).toMatchObject({ httpStatusCode: status, requestId: 'r-1' })
  })

  it('hands on every exception of the service, as its class', async () => {
    await using setup = await createSetup()
    const client = setup.javelin(sdk)
    const types = exceptionsOf(sdk)
    expect(types).toContain('ThrottlingException')
    for (const type of types) {
      const body = JSON.stringify({ message: 'As the service says it.' })
      const headers = {
        'content-type': 'application/json',
        'x-amzn-errortype': `${type}:http://internal.amazon.com/`,
      }
      setup.gateway.script((_seen, response) => void response.writeHead(400, headers).end(body))
      const error = await failure(
        client.send(new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES })),
      )
      expect(error.constructor.name).toBe(type)
      expect(error).toBeInstanceOf(sdk.BedrockRuntimeServiceException)
      expect(error.message).toBe('As the service says it.')
    }
  })

  it('finds the model behind an inference profile, once', async () => {
    await using setup = await createSetup()
    const bedrockClient = new BedrockClient({
      region: 'us-east-1',
      endpoint: setup.provider.url,
      credentials: CREDENTIALS,
    })
    const arn = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123'
    setup.provider.setModels({
      inferenceProfiles: [applicationProfile('abc123', CLAUDE.slice(3), 'us-east-1')],
    })
    const client = setup.javelin(sdk, { bedrockClient })
    setup.gateway.script(answerJSON(200, CONVERSE_ANSWER))
    for (let times = 0; times < 2; times += 1) {
      await client.send(new sdk.ConverseCommand({ modelId: arn, messages: MESSAGES }))
    }
    expect(setup.gateway.seen[0]?.target).toBe(`/v1/model/${encodeURIComponent(arn)}/converse`)
    expect(setup.gateway.seen.map(({ headers }) => headers['x-javelin-model'])).toEqual([
      'anthropic.claude-sonnet-4-5-v1:0',
      'anthropic.claude-sonnet-4-5-v1:0',
    ])
    expect(setup.provider.requests.map(({ method }) => method)).toEqual(['GET', 'GET'])
  })

  it('names the profile where its model cannot be found, and says so', async () => {
    await using setup = await createSetup()
    const warnings: unknown[] = []
    configure({ onWarning: (warning) => warnings.push(warning) })
    const bedrockClient = { getInferenceProfile: () => Promise.reject(new Error('no access')) }
    const arn = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123'
    setup.gateway.script(answerJSON(200, CONVERSE_ANSWER))
    await setup
      .javelin(sdk, { bedrockClient })
      .send(new sdk.ConverseCommand({ modelId: arn, messages: MESSAGES }))
      .finally(() => configure(null))
    expect(setup.gateway.seen[0]?.headers['x-javelin-model']).toBe(arn)
    expect(warnings).toMatchObject([{ code: 'inference_profile_unresolved', field: 'modelId' }])
  })
})

async function refuseCredentials(): Promise<never> {
  throw new Error('nobody may ask for credentials')
}
