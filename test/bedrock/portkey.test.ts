import { gateway, portkey } from '@patchbay/core'
import { register } from '@patchbay/bedrock'
import { createBedrockServer } from '@patchbay/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CLAUDE, CONVERSE_ANSWER, CREDENTIALS, MESSAGES, VERSIONS } from './support/clients.ts'
import { answerJSON } from './support/forwarding-gateway.ts'
import { createSetup, failure } from './support/setup.ts'

/** A machine without any AWS configuration. */
beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined)
  vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent')
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent')
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
})
afterEach(() => vi.unstubAllEnvs())

describe.each(VERSIONS)('client-bedrock-runtime $version without AWS credentials and region', ({ sdk }) => {
  it('cannot call AWS', async () => {
    const client = new sdk.BedrockRuntimeClient({})
    const error = await failure(client.send(new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES })))
    expect(error.message).toMatch(/region/i)
  })

  it('calls through Portkey, which signs', async () => {
    await using setup = await createSetup()
    const route = portkey({ baseURL: setup.gateway.url, apiKey: 'portkey-secret', provider: '@bedrock' })
    const client = register(new sdk.BedrockRuntimeClient({ maxAttempts: 1 }), route)
    setup.gateway.script(answerJSON(200, CONVERSE_ANSWER))
    const answer = await client.send(new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES }))
    expect(answer.usage?.totalTokens).toBe(8)
    const { target, headers } = setup.gateway.seen[0] ?? { target: '', headers: {} }
    expect(target).toBe(`/v1/model/${encodeURIComponent(CLAUDE)}/converse`)
    expect(headers).toMatchObject({ 'x-portkey-api-key': 'portkey-secret', 'x-portkey-provider': '@bedrock' })
    expect(Object.keys(headers).filter((name) => /^(?:authorization|x-amz-|amz-sdk-)/.test(name))).toEqual([])
  })

  it('names the provider to Portkey where nobody else does', async () => {
    await using setup = await createSetup()
    const client = register(new sdk.BedrockRuntimeClient({}), portkey({ baseURL: setup.gateway.url }))
    setup.gateway.script(answerJSON(200, CONVERSE_ANSWER))
    await client.send(new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES }))
    expect(setup.gateway.seen[0]?.headers['x-portkey-provider']).toBe('bedrock')
  })

  it('drops a signature that was made all the same, and AWS’s headers, but not Bedrock’s', async () => {
    await using setup = await createSetup()
    const client = register(setup.client(sdk), portkey({ baseURL: setup.gateway.url, provider: '@bedrock' }))
    setup.gateway.script(answerJSON(200, {}))
    await client.send(new sdk.InvokeModelCommand({ modelId: CLAUDE, body: '{}', trace: 'ENABLED' }))
    const headers = setup.gateway.seen[0]?.headers ?? {}
    expect(headers['authorization']).toBeUndefined()
    expect(headers['x-amzn-bedrock-trace']).toBe('ENABLED')
  })

  it('makes Portkey’s own errors exceptions', async () => {
    await using setup = await createSetup()
    const client = register(
      new sdk.BedrockRuntimeClient({ maxAttempts: 1 }),
      portkey({ baseURL: setup.gateway.url, provider: '@bedrock' }),
    )
    const own = answerJSON(
      400,
      { status: 'failure', message: 'Unknown provider.' },
      { 'x-portkey-gateway-exception': 'true' },
    )
    setup.gateway.script(own)
    const error = await failure(client.send(new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES })))
    expect(error).toBeInstanceOf(sdk.ValidationException)
    expect(error.message).toBe('Unknown provider.')
  })

  it('calls through any other gateway with its own key', async () => {
    await using setup = await createSetup()
    const route = gateway({ baseURL: `${setup.gateway.url}/bedrock`, apiKey: 'gateway-secret' })
    const client = register(new sdk.BedrockRuntimeClient({}), route)
    setup.gateway.script(answerJSON(200, CONVERSE_ANSWER))
    await client.send(new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES }))
    expect(setup.gateway.seen[0]?.target).toBe(`/bedrock/model/${encodeURIComponent(CLAUDE)}/converse`)
    expect(setup.gateway.seen[0]?.headers['authorization']).toBe('Bearer gateway-secret')
  })

  it('signs for any other gateway where that is asked for', async () => {
    await using service = await createBedrockServer()
    const route = gateway({ baseURL: service.url, signing: 'gateway' })
    const config = {
      region: 'us-east-1',
      endpoint: 'https://bedrock-runtime.invalid',
      credentials: CREDENTIALS,
    }
    const client = register(new sdk.BedrockRuntimeClient(config), route)
    await client.send(new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES }))
    expect(service.requests[0]?.authentication).toMatchObject({ kind: 'sigv4', region: 'us-east-1' })
  })

  it('signs for the provider behind any other gateway where that is asked for', async () => {
    await using setup = await createSetup()
    const client = register(
      setup.client(sdk),
      gateway({ baseURL: `${setup.gateway.url}/v1`, signing: 'provider' }),
    )
    await client.send(new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES }))
    expect(setup.provider.requests[0]?.authentication).toMatchObject({ kind: 'sigv4' })
    expect(() => gateway({ baseURL: setup.gateway.url, apiKey: 'k', signing: 'gateway' })).toThrow(
      /authorization/,
    )
  })
})
