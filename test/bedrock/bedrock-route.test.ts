import { bedrock } from '@patchbay/bedrock-backend'
import { register, unregister } from '@patchbay/bedrock'
import { createBedrockServer, trap } from '@patchbay/testing'
import { describe, expect, it, vi } from 'vitest'
import { CLAUDE, CREDENTIALS, MESSAGES, VERSIONS } from './support/clients.ts'
import { drain, failure } from './support/setup.ts'

describe.each(VERSIONS)('client-bedrock-runtime $version on a bedrock() route', ({ sdk }) => {
  const converse = (modelId = CLAUDE) => new sdk.ConverseCommand({ modelId, messages: MESSAGES })
  const other = {
    accessKeyId: 'AKIAOTHERACCOUNT',
    secretAccessKey: 'another-secret',
    sessionToken: 'a-session',
  }

  it('goes to another endpoint, region and account', async () => {
    await using service = await createBedrockServer({ region: 'eu-west-1', credentials: other })
    await using home = await trap()
    const client = register(
      new sdk.BedrockRuntimeClient({
        region: 'us-east-1',
        endpoint: home.url,
        credentials: CREDENTIALS,
        maxAttempts: 1,
      }),
      bedrock({ region: 'eu-west-1', endpoint: service.url, credentials: other, models: { mine: CLAUDE } }),
    )
    const answer = await client.send(converse('mine'))
    expect(answer.output?.message?.role).toBe('assistant')
    const streamed = await client.send(new sdk.ConverseStreamCommand({ modelId: CLAUDE, messages: MESSAGES }))
    expect((await drain(streamed.stream)).length).toBeGreaterThan(3)
    const body = JSON.stringify({
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 9,
      messages: [{ role: 'user', content: 'x' }],
    })
    await client.send(new sdk.InvokeModelCommand({ modelId: CLAUDE, body, contentType: 'application/json' }))
    for (const { authentication } of service.requests) {
      expect(authentication).toMatchObject({
        kind: 'sigv4',
        region: 'eu-west-1',
        accessKeyId: other.accessKeyId,
      })
    }
    expect(service.requests[0]?.path).toContain(encodeURIComponent(CLAUDE))
    expect(home.connectionCount).toBe(0)
    unregister(client)
    await failure(client.send(converse()))
    expect(home.connectionCount).toBeGreaterThan(0)
  })

  it('goes to the endpoint that AWS’s configuration names, where the route has none', async () => {
    await using service = await createBedrockServer()
    await using home = await trap()
    vi.stubEnv('AWS_ENDPOINT_URL', service.url)
    try {
      const client = register(
        new sdk.BedrockRuntimeClient({ region: 'us-east-1', endpoint: home.url, maxAttempts: 1 }),
        bedrock({ region: 'us-east-1', credentials: CREDENTIALS }),
      )
      await client.send(converse())
      expect(service.requests).toHaveLength(1)
      expect(home.connectionCount).toBe(0)
    } finally {
      vi.unstubAllEnvs()
    }
  })

  it('needs nothing of the client’s, and takes an API key', async () => {
    await using service = await createBedrockServer()
    const client = register(
      new sdk.BedrockRuntimeClient({ maxAttempts: 1 }),
      bedrock({ region: 'us-east-1', endpoint: service.url, apiKey: service.bearerToken }),
    )
    await client.send(converse())
    expect(service.requests[0]?.authentication).toMatchObject({ kind: 'bearer' })
  })

  it('raises the service’s exceptions, and its own refusals as exceptions', async () => {
    await using service = await createBedrockServer()
    const client = register(
      new sdk.BedrockRuntimeClient({ maxAttempts: 1 }),
      bedrock({ region: 'us-east-1', endpoint: service.url, credentials: CREDENTIALS }),
    )
    service.enqueue({ error: { type: 'ThrottlingException', message: 'Slowly.' } })
    expect(await failure(client.send(converse()))).toBeInstanceOf(sdk.ThrottlingException)
    const broken = async (): Promise<never> => {
      throw new Error('the vault is closed')
    }
    register(client, bedrock({ region: 'us-east-1', endpoint: service.url, credentials: broken }))
    const error = await failure(client.send(converse()))
    expect(error).toBeInstanceOf(sdk.BedrockRuntimeServiceException)
    expect(service.requests).toHaveLength(1)
  })
})
