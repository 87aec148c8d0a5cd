import { register, registrationOf, unregister } from '@patchbay/sdk'
import { describe, expect, it } from 'vitest'
import { startFailingGateway } from '../openai/support/failing-gateway.ts'
import { assertUnreached, startServer, startTrap } from '../openai/support/recording-server.ts'
import { gatewayTo } from '../openai/support/test-routes.ts'
import { modelKinds } from './support/models.ts'
import { answerLangChain } from './support/service.ts'
import { versions } from './support/versions.ts'

/** What a registration touches of a model, and of what it sends by. */
function fieldsOf(model: object): unknown[] {
  const parts = [model, Reflect.get(model, 'completions'), Reflect.get(model, 'responses')] as unknown[]
  return parts.flatMap((part) =>
    typeof part === 'object' && part !== null
      ? ['caller', 'clientConfig', 'fields', 'completions', 'responses'].map((name) => [
          name,
          ...['fetch', 'call', 'callWithOptions', 'completions', 'responses'].map((own) =>
            Object.hasOwn(Object(Reflect.get(part, name)) as object, own),
          ),
        ])
      : [],
  )
}

/** LangChain repeats a call by its own retries, whose shortest wait is a second. */
function withRetries(model: object, retries = 3): void {
  for (const part of [model, Reflect.get(model, 'completions'), Reflect.get(model, 'responses')] as unknown[])
    if (typeof part === 'object' && part !== null)
      Object.assign(Reflect.get(part, 'caller') as object, { maxRetries: retries })
}

describe.concurrent.each(versions)('a call of $name', (version) => {
  const { openai } = version
  const answer = answerLangChain

  describe.concurrent.each(modelKinds(version))('by $name', ({ make }) => {
    it.each([503, 'reset'] as const)(
      'keeps its route when the model is unregistered while it waits after %s',
      async (failure) => {
        const trap = await startTrap()
        const gateway = await startFailingGateway({ failure, answer, inBackOff: () => unregister(model) })
        const { model, call } = make(new URL(trap.baseURL).origin)
        withRetries(model)
        const before = fieldsOf(model)
        register(model, gateway.route)
        await call('hello')
        expect(registrationOf(model)).toBeUndefined()
        expect(fieldsOf(model)).toEqual(before)
        expect(gateway.server.received).toHaveLength(2)
        assertUnreached(trap)
        await Promise.all([trap.close(), gateway.server.close()])
      },
    )

    it('keeps its route when the model is unregistered in the middle of an attempt', async () => {
      const trap = await startTrap()
      const gateway = await startFailingGateway({ failure: 503, answer, inFlight: () => unregister(model) })
      const { model, call } = make(new URL(trap.baseURL).origin)
      withRetries(model)
      register(model, gateway.route)
      await call('hello')
      expect(gateway.server.received).toHaveLength(2)
      assertUnreached(trap)
      await Promise.all([trap.close(), gateway.server.close()])
    })

    it('keeps its route when the model is registered on another one, which an equal call takes', async () => {
      const trap = await startTrap()
      const other = await startServer(answer)
      let early: Promise<unknown> | undefined
      const gateway = await startFailingGateway({
        failure: 503,
        answer,
        inBackOff: () => {
          register(model, gatewayTo(other.baseURL))
          early = call('hello')
        },
      })
      const { model, call } = make(new URL(trap.baseURL).origin)
      withRetries(model)
      register(model, gateway.route)
      await call('hello')
      await early
      expect([gateway.server.received.length, other.received.length]).toEqual([2, 1])
      assertUnreached(trap)
      await Promise.all([trap.close(), gateway.server.close(), other.close()])
    })
  })

  const chat = (baseURL: string, options: object = {}) =>
    new openai.ChatOpenAI({ model: 'm', apiKey: 'sk', maxRetries: 3, configuration: { baseURL }, ...options })

  it.each(['withConfig', 'bindTools'] as const)('by a model made with %s keeps its route', async (name) => {
    const trap = await startTrap()
    const gateway = await startFailingGateway({ failure: 503, answer, inBackOff: () => unregister(model) })
    const model = register(chat(trap.baseURL), gateway.route)
    const derived = name === 'withConfig' ? model.withConfig({ seed: 1 }) : model.bindTools([])
    await derived.invoke('hello')
    expect(gateway.server.received).toHaveLength(2)
    assertUnreached(trap)
    await Promise.all([trap.close(), gateway.server.close()])
  })

  it('by a derived model with a route of its own keeps that', async () => {
    const trap = await startTrap()
    const ofModel = await startServer(answer)
    const gateway = await startFailingGateway({ failure: 503, answer, inBackOff: () => unregister(derived) })
    const model = register(chat(trap.baseURL), gatewayTo(ofModel.baseURL))
    const derived = model.withConfig({ seed: 1 }) as typeof model
    register(derived, gateway.route)
    await derived.invoke('hello')
    expect([gateway.server.received.length, ofModel.received.length]).toEqual([2, 0])
    await model.invoke('hello')
    expect(ofModel.received).toHaveLength(1)
    assertUnreached(trap)
    await Promise.all([trap.close(), gateway.server.close(), ofModel.close()])
  })

  it('that was given up is over: the same question goes the new way', async () => {
    const trap = await startTrap()
    const other = await startServer(answer)
    const gateway = await startFailingGateway({ failure: 503, answer, times: 9 })
    const model = register(chat(trap.baseURL, { maxRetries: 0 }), gateway.route)
    await expect(model.invoke('hello')).rejects.toThrow('try again')
    register(model, gatewayTo(other.baseURL))
    await model.invoke('hello')
    expect([gateway.server.received.length, other.received.length]).toEqual([1, 1])
    assertUnreached(trap)
    await Promise.all([trap.close(), gateway.server.close(), other.close()])
  })

  it('that streams keeps its route', async () => {
    const trap = await startTrap()
    const gateway = await startFailingGateway({ failure: 503, answer, inBackOff: () => unregister(model) })
    const model = register(chat(trap.baseURL), gateway.route)
    let chunks = 0
    for await (const _ of await model.stream('hello')) chunks += 1
    expect(chunks).toBeGreaterThan(0)
    expect(gateway.server.received).toHaveLength(2)
    assertUnreached(trap)
    await Promise.all([trap.close(), gateway.server.close()])
  })
})
