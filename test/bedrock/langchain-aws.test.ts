import { ChatBedrockConverse } from '@langchain/aws'
import { describe, expect, it } from 'vitest'
import { CLAUDE, VERSIONS } from './support/clients.ts'
import { createSetup } from './support/setup.ts'

describe('ChatBedrockConverse on a registered client', () => {
  const sdk = VERSIONS[2].sdk

  it('calls and streams through the gateway', async () => {
    await using setup = await createSetup()
    const client = setup.javelin(sdk)
    const model = new ChatBedrockConverse({
      client,
      model: CLAUDE,
      region: 'us-east-1',
      maxRetries: 0,
    })
    const answer = await model.invoke('What is a patch bay?')
    expect(answer.text).toBeTypeOf('string')
    expect(answer).toMatchObject({ usage_metadata: { total_tokens: expect.any(Number) as number } })
    let streamed = ''
    for await (const chunk of await model.stream('What is a patch bay?')) streamed += chunk.text
    expect(streamed).toBe(answer.text)
    expect(setup.gateway.seen.map(({ target }) => target.split('/').at(-1))).toEqual([
      'converse',
      'converse-stream',
    ])
    expect(setup.escaped()).toBe(0)
  })
})
