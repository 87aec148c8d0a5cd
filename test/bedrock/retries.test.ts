import { javelin } from '@patchbay/core'
import { register, registrationOf, unregister } from '@patchbay/bedrock'
import { describe, expect, it } from 'vitest'
import { CLAUDE, CONVERSE_ANSWER, MESSAGES, VERSIONS } from './support/clients.ts'
import { answerJSON, type Script } from './support/forwarding-gateway.ts'
import { createSetup } from './support/setup.ts'

/** Fails the first request, and lets `change` happen while it is in flight, or when it has failed. */
function failFirst(when: 'in flight' | 'after the failure', change: () => void): Script {
  let failed = false
  return async (seen, response) => {
    if (failed) return answerJSON(200, CONVERSE_ANSWER)(seen, response)
    failed = true
    if (when === 'in flight') change()
    await answerJSON(503, { message: 'try again' })(seen, response)
    if (when !== 'in flight') setImmediate(change)
  }
}

describe.each(VERSIONS)('a call of client-bedrock-runtime $version', ({ sdk }) => {
  const command = () => new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES })

  it.each(['in flight', 'after the failure'] as const)(
    'keeps its route when the client is unregistered: %s',
    async (when) => {
      await using setup = await createSetup()
      const client = setup.javelin(sdk, {}, { maxAttempts: 3 })
      setup.gateway.script(failFirst(when, () => unregister(client)))
      await client.send(command())
      expect(registrationOf(client)).toBeUndefined()
      expect(setup.gateway.seen).toHaveLength(2)
      expect(setup.provider.requests).toHaveLength(0)
    },
  )

  it.each(['in flight', 'after the failure'] as const)(
    'keeps its route when the client is registered on another one, which new calls take: %s',
    async (when) => {
      await using setup = await createSetup()
      const client = setup.javelin(sdk, { route: 'one' }, { maxAttempts: 3 })
      const two = javelin({ baseURL: setup.gateway.url, apiKey: 'k', route: 'two' })
      setup.gateway.script(failFirst(when, () => register(client, two)))
      await client.send(command())
      await client.send(command())
      expect(setup.gateway.seen.map(({ headers }) => headers['x-javelin-route'])).toEqual([
        'one',
        'one',
        'two',
      ])
      expect(setup.provider.requests).toHaveLength(0)
    },
  )
})
