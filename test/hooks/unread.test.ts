// Streams that nobody reads end, too: when they are collected as garbage.
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import { type HookEvent, register } from '@patchbay/sdk'
import { createBedrockServer, createGate, createGatewayServer } from '@patchbay/testing'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'

import { recordHooks } from './support/record-hooks.ts'
import { ROUTINGS } from './support/setups.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Collects garbage until `work` is done. */
async function collectUntil<Value>(work: Promise<Value>): Promise<Value> {
  let isDone = false
  void work.finally(() => (isDone = true))
  while (!isDone) {
    collectGarbage()
    await setImmediate()
  }
  return work
}

describe.each(ROUTINGS)('an answer of $name', ({ at, model, answeredBy, target }) => {
  it('whose stream is never read ends as aborted, once', async () => {
    await using servers = {
      bedrock: await createBedrockServer(),
      gateway: await createGatewayServer(),
      async [Symbol.asyncDispose]() {
        await Promise.all([this.bedrock.close(), this.gateway.close()])
      },
    }
    const gate = createGate()
    const stream = { gates: [{ event: 3, until: gate.opened }] }
    const server = servers[answeredBy]
    server.enqueue({ text: 'one two three', stream }, { text: 'one two three', stream })
    const recorded = recordHooks()
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), at(servers), {
      hooks: recorded.hooks,
    })
    const body = { model, messages: [{ role: 'user' as const, content: 'hello' }], stream: true as const }
    await client.chat.completions.create(body).asResponse()
    const told: HookEvent[] = await collectUntil(recorded.ended())
    expect(told).toMatchObject([{ outcome: 'aborted', status: 200, target }])
    // One that somebody still holds does not.
    const held = await client.chat.completions.create(body)
    for (let times = 0; times < 5; times += 1) {
      collectGarbage()
      await setImmediate()
    }
    expect(recorded.of('onEnd')).toHaveLength(1)
    gate.open()
    for await (const _chunk of held);
    expect((await recorded.ended(2)).map(({ outcome }) => outcome)).toEqual(['aborted', 'ok'])
  })
})
