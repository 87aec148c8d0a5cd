import { javelin } from '@patchbay/core'
import { openai } from '@patchbay/bedrock-backend'
import { register } from '@patchbay/bedrock'
import { FetchHttpHandler } from '@smithy/fetch-http-handler'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { describe, expect, it } from 'vitest'
import { CLAUDE, MESSAGES, VERSIONS } from './support/clients.ts'
import { createForwardingGateway } from './support/forwarding-gateway.ts'
import { createSetup, failure } from './support/setup.ts'

describe.each(VERSIONS)('client-bedrock-runtime $version fails closed', ({ version, sdk }) => {
  const command = () => new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES })

  it('with the SDK’s network error when nobody listens at the gateway', async () => {
    await using setup = await createSetup()
    const client = setup.javelin(sdk, {}, { maxAttempts: 2 })
    await setup.gateway.close()
    const error = await failure(client.send(command()))
    expect(error['code']).toBe('ECONNREFUSED')
    expect(error['$metadata']).toMatchObject({ attempts: expect.any(Number) })
    expect(setup.provider.connectionCount).toBe(0)
  })

  it('when the gateway cuts the connection', async () => {
    await using setup = await createSetup()
    setup.gateway.script((_seen, response) => void response.destroy())
    const error = await failure(setup.javelin(sdk).send(command()))
    expect(error['code']).toBe('ECONNRESET')
    expect(error.name).toBe('TimeoutError')
    expect(setup.provider.connectionCount).toBe(0)
  })

  it.each([
    ['its own transport', () => ({})],
    ['HTTP/1.1', () => ({ requestHandler: new NodeHttpHandler() })],
    ['fetch', () => ({ requestHandler: new FetchHttpHandler() })],
    [
      'fetch with settings',
      () => ({ requestHandler: new FetchHttpHandler(async () => ({ keepAlive: false })) }),
    ],
  ])('when the gateway sends the request elsewhere, by %s', async (_name, config) => {
    await using setup = await createSetup()
    for (const status of [301, 302, 303, 307, 308]) {
      const location = `${setup.provider.url}/model/x/converse`
      setup.gateway.script((_seen, response) => void response.writeHead(status, { location }).end())
      const clients = [
        setup.javelin(sdk, {}, config()),
        // In OpenAI's shape.
        register(setup.client(sdk, config()), openai({ baseURL: setup.gateway.url, apiKey: 'k' })),
      ]
      for (const client of clients) {
        const error = await failure(client.send(command()))
        expect(error).toBeInstanceOf(sdk.BedrockRuntimeServiceException)
        expect(error.message).toContain('redirect')
      }
    }
    expect(setup.provider.connectionCount).toBe(0)
  })

  it('when other middleware changes the host, before or after the signature', async () => {
    await using setup = await createSetup()
    const client = setup.javelin(sdk)
    await using trap = await createForwardingGateway()
    const { hostname, port } = new URL(trap.url)
    for (const step of ['build', 'finalizeRequest'] as const) {
      client.middlewareStack.add(
        (next) => async (args) => {
          Object.assign(args.request as object, { hostname, port: Number(port) })
          return next(args)
        },
        { step: step as 'build', priority: 'low' },
      )
    }
    await client.send(command())
    expect(setup.gateway.seen).toHaveLength(1)
    expect(trap.connections).toBe(0)
  })

  it.skipIf(version !== 'newest')('for calls in two directions, by name', async () => {
    await using setup = await createSetup()
    const body = (async function* () {
      yield { chunk: { bytes: new Uint8Array() } }
    })()
    const call = new sdk.InvokeModelWithBidirectionalStreamCommand({
      modelId: 'amazon.nova-sonic-v1:0',
      body,
    })
    const error = await failure(setup.javelin(sdk).send(call))
    expect(error).toBeInstanceOf(sdk.ValidationException)
    expect(error.message).toContain('InvokeModelWithBidirectionalStream')
    expect(setup.gateway.connections + setup.provider.connectionCount).toBe(0)
  })

  it('for commands that a route in OpenAI’s shape does not serve, by name', async () => {
    await using setup = await createSetup()
    const client = register(setup.client(sdk), openai({ baseURL: setup.gateway.url, apiKey: 'k' }))
    const error = await failure(client.send(new sdk.ApplyGuardrailCommand(GUARDRAIL)))
    expect(error).toBeInstanceOf(sdk.ValidationException)
    expect(error.message).toMatch(/"openai" does not serve ApplyGuardrail/)
    expect(setup.gateway.connections + setup.provider.connectionCount).toBe(0)
  })

  it('when the client’s HTTP/2 handler is to be used after all', async () => {
    await using setup = await createSetup()
    const route = javelin({ baseURL: setup.gateway.url, apiKey: 'k' })
    const client = register(setup.client(sdk), route, { transport: 'client' })
    const outcome = await Promise.allSettled([client.send(command())])
    // 3.704's own handler speaks HTTP/1.1.
    expect(outcome[0].status).toBe(version === '3.704' ? 'fulfilled' : 'rejected')
    expect(setup.escaped()).toBe(0)
  })
})

const GUARDRAIL = {
  guardrailIdentifier: 'g1',
  guardrailVersion: '1',
  source: 'INPUT' as const,
  content: [{ text: { text: 'x' } }],
}
