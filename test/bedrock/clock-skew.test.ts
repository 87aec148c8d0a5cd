import { bedrock } from '@patchbay/bedrock-backend'
import { register } from '@patchbay/bedrock'
import { javelin } from '@patchbay/core'
import { createBedrockServer } from '@patchbay/testing'
import { describe, expect, it } from 'vitest'

import { CLAUDE, CREDENTIALS, MESSAGES, VERSIONS } from './support/clients.ts'
import { createForwardingGateway } from './support/forwarding-gateway.ts'
import { drain, failure, JAVELIN_KEY } from './support/setup.ts'

const MINUTES = 60_000
const aheadBy = (minutes: number) => () => new Date(Date.now() + minutes * MINUTES)
const refused = (server: { requests: readonly { authentication: { kind: string } }[] }) =>
  server.requests.filter(({ authentication }) => authentication.kind === 'refused').length

describe.each(VERSIONS)('client-bedrock-runtime $version, the service’s clock off', ({ sdk }) => {
  const converse = () => new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES })

  it.each([10, -10])(
    'by %i minutes, on a bedrock() route: sent again once, and remembered',
    async (minutes) => {
      await using service = await createBedrockServer({ now: aheadBy(minutes) })
      const client = register(
        new sdk.BedrockRuntimeClient({ maxAttempts: 1 }),
        bedrock({ region: 'us-east-1', endpoint: service.url, credentials: CREDENTIALS }),
      )
      expect((await client.send(converse())).output?.message?.role).toBe('assistant')
      expect(refused(service)).toBe(1)
      const streamed = await client.send(
        new sdk.ConverseStreamCommand({ modelId: CLAUDE, messages: MESSAGES }),
      )
      expect((await drain(streamed.stream)).length).toBeGreaterThan(3)
      expect(service.requests).toHaveLength(3)
      expect(refused(service)).toBe(1)
    },
  )

  it('on a bedrock() route, refuses a wrong secret after one request', async () => {
    await using service = await createBedrockServer()
    const credentials = { ...CREDENTIALS, secretAccessKey: 'wrong' }
    const client = register(
      new sdk.BedrockRuntimeClient({ maxAttempts: 1 }),
      bedrock({ region: 'us-east-1', endpoint: service.url, credentials }),
    )
    expect((await failure(client.send(converse()))).name).toBe('InvalidSignatureException')
    expect(service.requests).toHaveLength(1)
  })

  it('behind a gateway: corrected by AWS’s own words, whatever the gateway’s Date says', async () => {
    await using service = await createBedrockServer({ now: aheadBy(10) })
    await using between = await createForwardingGateway({
      upstream: service.url,
      date: new Date(Date.now() - 3_600_000),
    })
    const client = register(
      new sdk.BedrockRuntimeClient({
        region: 'us-east-1',
        endpoint: service.url,
        credentials: CREDENTIALS,
        maxAttempts: 2,
      }),
      javelin({ baseURL: between.url, apiKey: JAVELIN_KEY }),
    )
    expect((await client.send(converse())).output?.message?.role).toBe('assistant')
    expect((await client.send(converse())).output?.message?.role).toBe('assistant')
    expect(service.requests).toHaveLength(3)
    expect(refused(service)).toBe(1)
  })
})
