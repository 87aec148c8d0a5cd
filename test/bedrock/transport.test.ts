import { javelin } from '@patchbay/core'
import { register, unregister } from '@patchbay/bedrock'
import { createGate } from '@patchbay/testing'
import { describe, expect, it } from 'vitest'
import { CLAUDE, CONVERSE_ANSWER, MESSAGES, VERSIONS } from './support/clients.ts'
import { answerJSON } from './support/forwarding-gateway.ts'
import { OwnHandler } from './support/own-handler.ts'
import { createSetup, failure } from './support/setup.ts'

describe.each(VERSIONS)('the transport of client-bedrock-runtime $version', ({ version, sdk }) => {
  const command = () => new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES })

  it('keeps its connections', async () => {
    await using setup = await createSetup()
    const client = setup.javelin(sdk)
    for (let times = 0; times < 5; times += 1) await client.send(command())
    expect(setup.gateway.connections).toBe(1)
  })

  it('is the caller’s own request handler where they brought one', async () => {
    await using setup = await createSetup()
    const handler = new OwnHandler()
    const client = setup.javelin(sdk, {}, { requestHandler: handler as never })
    await client.send(command())
    expect(handler.count).toBe(1)
    expect(setup.gateway.seen[0]?.headers['host']).toBe(new URL(setup.gateway.url).host)
  })

  it('keeps members and settings of the handler that it stands in for', async () => {
    await using setup = await createSetup()
    const client = setup.client(sdk)
    const { requestHandler } = client.config
    register(client, javelin({ baseURL: setup.gateway.url, apiKey: 'k' }))
    expect(client.config.requestHandler.metadata).toEqual(requestHandler.metadata)
    expect(client.config.requestHandler).toBeInstanceOf(requestHandler.constructor)
    const held = client.config.requestHandler as unknown as OwnHandler
    held.updateHttpClientConfig('requestTimeout', 60_000)
    await client.send(command())
    expect(() => client.destroy()).not.toThrow()
    unregister(client)
    expect(client.config.requestHandler).toBe(requestHandler)
  })

  it('does not set the SDK’s clock by the gateway’s', async () => {
    await using setup = await createSetup({ date: new Date(Date.now() + 3 * 3_600_000) })
    const client = setup.javelin(sdk)
    await client.send(command())
    setup.gateway.script(answerJSON(500, { error: { message: 'no' } }))
    await failure(client.send(command()))
    expect(client.config.systemClockOffset).toBe(0)
    setup.gateway.script(null)
    await client.send(command())
  })

  it('is aborted by the caller’s signal, before and while the gateway answers', async () => {
    await using setup = await createSetup()
    const gate = createGate()
    setup.gateway.script(() => gate.opened.then(() => undefined))
    const client = setup.javelin(sdk)
    const aborted = await failure(client.send(command(), { abortSignal: AbortSignal.abort() }))
    expect(aborted.name).toBe('AbortError')
    expect(setup.gateway.seen).toHaveLength(0)
    const controller = new AbortController()
    const call = failure(client.send(command(), { abortSignal: controller.signal }))
    while (setup.gateway.seen.length === 0) await new Promise((resolve) => setImmediate(resolve))
    controller.abort()
    expect((await call).name).toBe('AbortError')
    await expect(setup.gateway.seen[0]?.left).resolves.toBe(true)
    gate.open()
  })

  it('obeys the timeouts of the client and of the call', async () => {
    await using setup = await createSetup()
    setup.gateway.script(() => undefined)
    const client = setup.javelin(
      sdk,
      {},
      { requestHandler: { requestTimeout: 30, throwOnRequestTimeout: true } as never },
    )
    expect((await failure(client.send(command()))).name).toBe('TimeoutError')
    if (version === '3.704') return
    const error = await failure(setup.javelin(sdk).send(command(), { requestTimeout: 30 }))
    expect(error.name).toBe('TimeoutError')
  })

  it('is tried again by the SDK, with the same address', async () => {
    await using setup = await createSetup()
    let times = 0
    setup.gateway.script((seen, response) => {
      times += 1
      const script =
        times === 1 ? answerJSON(503, { error: { message: 'later' } }) : answerJSON(200, CONVERSE_ANSWER)
      return script(seen, response)
    })
    const client = setup.javelin(sdk, {}, { maxAttempts: 2, retryMode: 'standard' })
    const answer = await client.send(command())
    expect(answer.$metadata.attempts).toBe(2)
    expect(new Set(setup.gateway.seen.map(({ target }) => target)).size).toBe(1)
    expect(setup.gateway.seen.map(({ headers }) => headers['x-javelin-model'])).toEqual([
      'us.anthropic.claude-sonnet-4-5-v1:0',
      'us.anthropic.claude-sonnet-4-5-v1:0',
    ])
  })
})
