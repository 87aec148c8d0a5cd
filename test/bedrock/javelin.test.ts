import { javelin } from '@patchbay/core'
import { register } from '@patchbay/bedrock'
import { createBedrockServer, type BedrockServer } from '@patchbay/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CLAUDE, CREDENTIALS, MESSAGES, VERSIONS } from './support/clients.ts'
import { createForwardingGateway, type ForwardingGateway } from './support/forwarding-gateway.ts'

let provider: BedrockServer
let gateway: ForwardingGateway

beforeAll(async () => {
  provider = await createBedrockServer()
  gateway = await createForwardingGateway()
})
afterAll(async () => {
  await gateway.close()
  await provider.close()
})

describe.each(VERSIONS)('client-bedrock-runtime $version through Javelin', ({ sdk }) => {
  const make = (route = {}) =>
    register(
      new sdk.BedrockRuntimeClient({
        region: 'us-east-1',
        endpoint: provider.url,
        credentials: CREDENTIALS,
        maxAttempts: 1,
      }),
      javelin({ baseURL: gateway.url, apiKey: 'javelin-secret-key', ...route }),
    )

  it('carries Converse', async () => {
    const client = make()
    const answer = await client.send(new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES }))
    expect(answer.output?.message?.content?.[0]?.text).toBeTypeOf('string')
  })
})
