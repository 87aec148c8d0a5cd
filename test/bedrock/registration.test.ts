import { gateway, javelin, portkey } from '@patchbay/core'
import { register, registrationOf, unregister } from '@patchbay/bedrock'
import { describe, expect, it } from 'vitest'
import { CLAUDE, CONVERSE_ANSWER, MESSAGES, type Sdk, VERSIONS } from './support/clients.ts'
import { answerJSON } from './support/forwarding-gateway.ts'
import { OwnHandler } from './support/own-handler.ts'
import { createSetup } from './support/setup.ts'

/** Everything that a registration could leave behind. */
function traces(client: InstanceType<Sdk['BedrockRuntimeClient']>): unknown {
  const { handlers: _, ...own } = Object.getOwnPropertyDescriptors(client) as Record<
    string,
    PropertyDescriptor
  >
  const entries: unknown[] = []
  const collect = (middleware: unknown, options: object): void =>
    void entries.push([middleware, { ...options }])
  client.middlewareStack.applyToStack({ add: collect, addRelativeTo: collect } as never)
  return {
    own,
    symbols: Object.getOwnPropertySymbols(client),
    config: Object.getOwnPropertyDescriptors(client.config),
    handler: Object.getOwnPropertyDescriptors(client.config.requestHandler),
    stack: client.middlewareStack.identify(),
    entries,
  }
}

describe.each(VERSIONS)('registration of client-bedrock-runtime $version', ({ sdk }) => {
  const command = () => new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES })

  it('leaves no trace behind', async () => {
    await using setup = await createSetup()
    const client = setup.client(sdk)
    const before = traces(client)
    register(client, javelin({ baseURL: setup.gateway.url, apiKey: 'k' }))
    expect(traces(client)).not.toEqual(before)
    unregister(client)
    expect(traces(client)).toEqual(before)
    expect(registrationOf(client)).toBeUndefined()
  })

  it('ends with the next call', async () => {
    await using setup = await createSetup()
    const client = setup.client(sdk, { requestHandler: new OwnHandler() as never })
    register(client, javelin({ baseURL: setup.gateway.url, apiKey: 'k' }))
    await client.send(command())
    unregister(client)
    unregister(client)
    await client.send(command())
    expect(setup.gateway.seen).toHaveLength(1)
    expect(setup.escaped()).toBe(1)
  })

  it('is replaced by the next one, on one set of middleware', async () => {
    await using setup = await createSetup()
    const client = setup.javelin(sdk)
    const once = client.middlewareStack.identify()
    expect(register(client, portkey({ baseURL: setup.gateway.url, provider: '@b' }))).toBe(client)
    expect(client.middlewareStack.identify()).toEqual(once)
    expect(registrationOf(client)).toMatchObject({ kind: 'bedrock', route: { name: 'portkey' } })
    setup.gateway.script(answerJSON(200, CONVERSE_ANSWER))
    await client.send(command())
    register(client, gateway({ baseURL: setup.gateway.url }))
    await client.send(command())
    unregister(client)
    register(client, javelin({ baseURL: setup.gateway.url, apiKey: 'k' }))
    await client.send(command())
    expect(
      setup.gateway.seen.map(
        ({ headers }) =>
          Object.keys(headers).filter((name) => /^x-(?:portkey|javelin)-/.test(name)).length > 0,
      ),
    ).toEqual([true, false, true])
    expect(setup.gateway.seen.map(({ headers }) => 'authorization' in headers)).toEqual([false, false, true])
  })

  it('follows the calls of cached chains', async () => {
    await using setup = await createSetup()
    const client = setup.client(sdk, {
      cacheMiddleware: true,
      requestHandler: new OwnHandler() as never,
    })
    await client.send(command())
    expect(setup.gateway.seen).toHaveLength(0)
    register(client, javelin({ baseURL: setup.gateway.url, apiKey: 'k', route: 'one' }))
    await Promise.all([client.send(command()), client.send(command())])
    register(client, javelin({ baseURL: setup.gateway.url, apiKey: 'k', route: 'two' }))
    await client.send(command())
    register(client, gateway({ baseURL: `${setup.gateway.url}/v1` }))
    setup.gateway.script(answerJSON(200, CONVERSE_ANSWER))
    await client.send(command())
    setup.gateway.script(null)
    register(client, javelin({ baseURL: setup.gateway.url, apiKey: 'k', route: 'three' }))
    await client.send(command())
    unregister(client)
    await client.send(command())
    expect(setup.gateway.seen.map(({ headers }) => headers['x-javelin-route'])).toEqual([
      'one',
      'one',
      'two',
      undefined,
      'three',
    ])
    expect(setup.provider.requests).toHaveLength(6)
  })

  it('carries a command that is sent again', async () => {
    await using setup = await createSetup()
    const client = setup.javelin(sdk)
    const again = command()
    await client.send(again)
    await client.send(again)
    unregister(client)
    register(client, javelin({ baseURL: setup.gateway.url, apiKey: 'k', route: 'other' }))
    await client.send(again)
    expect(setup.gateway.seen.map(({ headers }) => headers['x-javelin-route'])).toEqual([
      'awsbedrock',
      'awsbedrock',
      'other',
    ])
  })

  it('is followed by clones of the stack', async () => {
    await using setup = await createSetup()
    const handler = new OwnHandler() as never
    const client = setup.javelin(sdk, {}, { requestHandler: handler })
    const other = setup.client(sdk, { requestHandler: handler })
    ;(other as { middlewareStack: unknown }).middlewareStack = client.middlewareStack.clone()
    await other.send(command())
    expect(setup.gateway.seen).toHaveLength(1)
    unregister(client)
    await other.send(command())
    expect(setup.gateway.seen).toHaveLength(1)
    expect(setup.escaped()).toBe(1)
  })

  it('keeps what the caller did to the client meanwhile', async () => {
    await using setup = await createSetup()
    const client = setup.javelin(sdk)
    const theirs: typeof client.config.requestHandler = new OwnHandler() as never
    client.config.requestHandler = theirs
    client.middlewareStack.add((next) => (args) => next(args), { name: 'theirs' })
    unregister(client)
    expect(client.config.requestHandler).toBe(theirs)
    expect(client.middlewareStack.identify()).toContain('theirs - initialize')
  })

  it('keeps 100 calls at once apart, each with its own model', async () => {
    await using setup = await createSetup()
    setup.gateway.script(answerJSON(200, CONVERSE_ANSWER))
    const clients = { a: setup.javelin(sdk, { route: 'a' }), b: setup.javelin(sdk, { route: 'b' }) }
    const calls = Array.from({ length: 100 }, (_item, index) => ({
      route: index % 2 === 0 ? ('a' as const) : ('b' as const),
      model: `amazon.nova-${index}-v1:0`,
    }))
    await Promise.all(
      calls.map(({ route, model }) =>
        clients[route].send(new sdk.ConverseCommand({ modelId: model, messages: MESSAGES })),
      ),
    )
    const seen = setup.gateway.seen.map(({ target, headers }) => [
      headers['x-javelin-route'],
      headers['x-javelin-model'],
      target,
    ])
    const sent = calls.map(({ route, model }) => [
      route,
      model,
      `/v1/model/${encodeURIComponent(model)}/converse`,
    ])
    expect(seen.map(String).toSorted(byText)).toEqual(sent.map(String).toSorted(byText))
  })
})

function byText(left: string, right: string): number {
  return left.localeCompare(right)
}
