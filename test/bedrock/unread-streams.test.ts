// Streams of AWS clients that nobody reads end for hooks, too: when they are collected as garbage.
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import { bedrock } from '@patchbay/bedrock-backend'
import { register } from '@patchbay/bedrock'
import { fallback, type Route } from '@patchbay/core'
import { type BedrockServer, createBedrockServer, createGate } from '@patchbay/testing'
import { describe, expect, it } from 'vitest'
import { CLAUDE, MESSAGES, VERSIONS } from './support/clients.ts'
import { recordHooks } from './support/recorded-hooks.ts'
import { drain } from './support/setup.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Collects garbage until `work` is done. */
async function collectUntil(work: Promise<void>): Promise<void> {
  let isDone = false
  void work.finally(() => (isDone = true))
  while (!isDone) {
    collectGarbage()
    await setImmediate()
  }
}

const at = ({ region, url, bearerToken }: BedrockServer): Route =>
  bedrock({ region, endpoint: url, apiKey: bearerToken })

describe.each(VERSIONS)('a stream of client-bedrock-runtime $version', ({ sdk }) => {
  it.each([
    ['bedrock()', at],
    ['fallback()', (service: BedrockServer) => fallback([at(service)])],
  ] as const)(
    'that is never read ends as aborted, once, and one that is held does not: %s',
    async (_name, routeIn) => {
      await using service = await createBedrockServer()
      const gate = createGate()
      const stream = { gates: [{ event: 3, until: gate.opened }] }
      service.enqueue({ text: 'one two three', stream }, { text: 'one two three', stream })
      const recorded = recordHooks()
      const client = register(
        new sdk.BedrockRuntimeClient({ region: 'us-east-1', maxAttempts: 1 }),
        routeIn(service),
        {
          hooks: recorded.hooks,
        },
      )
      const send = () => client.send(new sdk.ConverseStreamCommand({ modelId: CLAUDE, messages: MESSAGES }))
      await send().then(() => undefined)
      await collectUntil(recorded.ended(1))
      expect(recorded.ends).toMatchObject([{ outcome: 'aborted', status: 200, target: 'bedrock' }])
      const held = await send()
      for (let times = 0; times < 5; times += 1) {
        collectGarbage()
        await setImmediate()
      }
      expect(recorded.ends).toHaveLength(1)
      gate.open()
      await drain(held.stream)
      expect(recorded.ends.map(({ outcome }) => outcome)).toEqual(['aborted', 'ok'])
    },
  )
})
