// Report 20: models.list() names only what can be called: no bare ids of models that are served by profiles or provisioned throughput alone (bolt.diy#1102)
import Anthropic from '@anthropic-ai/sdk'
import { bedrock, listModels, register } from '@patchbay/sdk'
import {
  applicationProfile,
  type BedrockServer,
  createBedrockServer,
  foundationModel,
  systemProfile,
} from '@patchbay/testing'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const claude = 'anthropic.claude-sonnet-4-5-20250929-v1:0'
const nova = 'amazon.nova-pro-v1:0'
const region = 'us-east-1'
let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer()
  server.setModels({
    foundationModels: [
      foundationModel(claude, region),
      foundationModel(nova, region),
      {
        ...foundationModel(`${nova.replace(':0', ':300k')}`, region),
        inferenceTypesSupported: ['PROVISIONED'],
      },
    ],
    inferenceProfiles: [systemProfile(`us.${claude}`, region), applicationProfile('team', claude, region)],
  })
})
afterAll(() => server.close())

const route = () => bedrock({ region: server.region, endpoint: server.url, credentials: server.credentials })
const EXPECTED = [
  nova,
  `us.${claude}`,
  'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/team',
]

describe('report 20: the list of models', () => {
  it('is what can be called, for every client', async () => {
    const openai = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route())
    expect((await openai.models.list()).data.map(({ id }) => id)).toEqual(EXPECTED)
    const anthropic = register(new Anthropic({ apiKey: 'unused', maxRetries: 0 }), route())
    expect((await anthropic.models.list()).data.map(({ id }) => id)).toEqual(EXPECTED)
    expect((await listModels(route())).map(({ id }) => id)).toEqual(EXPECTED)
  })

  it('leaves none out that can: each of them answers', async () => {
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route())
    for (const model of EXPECTED) {
      const { choices } = await client.chat.completions.create({
        model,
        messages: [{ role: 'user', content: 'What is 12 + 30?' }],
      })
      expect(choices[0]?.message.content).toContain('42')
    }
    await expect(client.models.retrieve(claude)).rejects.toThrow(/does not exist/)
  })
})
