import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import { bedrock, explain, gateway, PatchbayRequestError } from '@patchbay/sdk'
import { describe, expect, it } from 'vitest'

import { explainRequest } from '../../packages/playground/src/request/explain-request.ts'
import { DEFAULT_CHOICES } from '../../packages/playground/src/request/route-choices.ts'

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const LEVELS = 20_000
const NESTED = `${'{"a":'.repeat(LEVELS)}1${'}'.repeat(LEVELS)}`
/** Of the request, with what stands around: itself, its list of messages, a message, a list of parts, a part. */
const ALL_LEVELS = (LEVELS + 5).toLocaleString('en')

const route = bedrock({ region: 'us-east-1', apiKey: 'key' })
/** In place of `"?"`, since nothing writes such a value as JSON. */
const withNested = (request: unknown): string => JSON.stringify(request).replace('"?"', NESTED)
const call = { toolUse: { toolUseId: 'id', name: 'n', input: '?' } }
const conversation = withNested({ modelId: CLAUDE, messages: [{ role: 'user', content: [call] }] })
const unknownMember = withNested({
  modelId: CLAUDE,
  messages: [{ role: 'user', content: [{ unknown: '?' }] }],
})
const chat = withNested({ model: CLAUDE, messages: [{ role: 'user', content: [{ text: '?' }] }] })

/** What a request is refused with. */
async function refusalOf(explained: Promise<unknown>): Promise<PatchbayRequestError> {
  const error = await explained.catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(PatchbayRequestError)
  return error as PatchbayRequestError
}

describe('explain() of a request that is nested thousands of levels deep', () => {
  const input = JSON.parse(conversation) as ConverseCommand['input']
  it.each([
    ['a plain input', input],
    ['a command', new ConverseCommand(input)],
  ])('names the levels of %s', async (_, request) => {
    const client = new BedrockRuntimeClient({ region: 'us-east-1' })
    const { message, code } = await refusalOf(explain(route, request, { endpoint: '/converse', client }))
    expect(message).toContain('The request would not be sent: it is nested 20,006 levels deep')
    expect(code).toBe('not_sent')
  })

  it.each([route, gateway({ baseURL: 'https://gateway.example/v1' })])(
    'names the levels of a body',
    async (each) => {
      const { message } = await refusalOf(explain(each, JSON.parse(chat)))
      expect(message).toContain(`nested ${ALL_LEVELS} levels deep`)
    },
  )

  it('that holds itself ends too', async () => {
    const request: Record<string, unknown> = { modelId: CLAUDE, messages: [] }
    request['additionalModelRequestFields'] = request
    const { message } = await refusalOf(explain(route, request, { endpoint: '/converse' }))
    expect(message).toContain('The request would not be sent')
    expect(message).not.toContain('call stack')
  })

  it.each([
    ['converse', conversation],
    ['converse', unknownMember],
    ['chat-completions', chat],
  ] as const)('says so in the playground, for %s', async (api, text) => {
    const outcome = await explainRequest({ api, text, stream: false, choices: DEFAULT_CHOICES })
    expect(outcome).toMatchObject({ kind: 'refused', message: expect.stringContaining('nested') as string })
  })
})
