import { createGate } from '@patchbay/testing'
import { describe, expect, it } from 'vitest'
import { CLAUDE, MESSAGES, VERSIONS } from './support/clients.ts'
import { answerJSON } from './support/forwarding-gateway.ts'
import { createSetup, drain, failure } from './support/setup.ts'

describe.each(VERSIONS)('streams of client-bedrock-runtime $version', ({ version, sdk }) => {
  const command = () => new sdk.ConverseStreamCommand({ modelId: CLAUDE, messages: MESSAGES })

  it('free their connection when they are left early', async () => {
    await using setup = await createSetup()
    const gate = createGate()
    setup.provider.enqueue({ text: 'A long answer.', stream: { gates: [{ event: 3, until: gate.opened }] } })
    const { stream } = await setup.javelin(sdk).send(command())
    for await (const event of stream ?? []) if (event.contentBlockDelta !== undefined) break
    await expect(setup.gateway.seen[0]?.left).resolves.toBe(true)
    gate.open()
  })

  it('use their connection again when they were read to the end', async () => {
    await using setup = await createSetup()
    const client = setup.javelin(sdk)
    for (let times = 0; times < 3; times += 1) await drain((await client.send(command())).stream)
    await expect(setup.gateway.seen[2]?.left).resolves.toBe(false)
    expect(setup.gateway.connections).toBeLessThan(3)
  })

  it('end with an AbortError when they are aborted between two events', async () => {
    await using setup = await createSetup()
    const gate = createGate()
    setup.provider.enqueue({ text: 'A long answer.', stream: { gates: [{ event: 3, until: gate.opened }] } })
    const controller = new AbortController()
    const { stream } = await setup.javelin(sdk).send(command(), { abortSignal: controller.signal })
    const error = await failure(
      (async () => {
        for await (const event of stream ?? []) if (event.contentBlockDelta !== undefined) controller.abort()
      })(),
    )
    // 3.704 sends by its own HTTP/1.1 handler, which words it as a connection that broke.
    expect(error.name).toBe(version === '3.704' ? 'Error' : 'AbortError')
    await expect(setup.gateway.seen[0]?.left).resolves.toBe(true)
    gate.open()
  })

  it('raise a modelled exception in the middle', async () => {
    await using setup = await createSetup()
    const broken = { exceptionAfter: { deltas: 1, type: 'modelStreamErrorException', message: 'It broke.' } }
    setup.provider.enqueue({ text: 'A long answer.', stream: broken })
    const { stream } = await setup.javelin(sdk).send(command())
    const error = await failure(drain(stream))
    expect(error.name).toBe('ModelStreamErrorException')
    expect(error.message).toBe('It broke.')
  })

  it('are refused where the gateway answers with anything but an event stream', async () => {
    await using setup = await createSetup()
    setup.gateway.script(answerJSON(200, { choices: [] }, { 'content-type': 'text/event-stream' }))
    const error = await failure(setup.javelin(sdk).send(command()))
    expect(error).toBeInstanceOf(sdk.BedrockRuntimeServiceException)
    expect(error.message).toContain('text/event-stream')
  })
})
