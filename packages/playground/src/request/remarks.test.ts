import { describe, expect, it } from 'vitest'

import { locateMembers } from '../json/members.ts'
import type { RequestApi } from './apis.ts'
import { EXAMPLES, stateOf } from './examples/index.ts'
import { explainRequest } from './explain-request.ts'
import { remarksOn, type RequestRemark, toEditorRemarks } from './remarks.ts'
import type { RequestState } from './request-state.ts'
import { DEFAULT_CHOICES, type RouteChoices } from './route-choices.ts'

/** What the page says of a text, and what of the text each remark marks. */
async function remarksOf(
  text: string,
  api: RequestApi = 'chat-completions',
  choices: RouteChoices = DEFAULT_CHOICES,
): Promise<(RequestRemark & { readonly marked: string | undefined })[]> {
  const state: RequestState = { api, text, stream: false, choices }
  const remarks = remarksOn(await explainRequest(state), text, locateMembers(text))
  return remarks.map((one) => ({ ...one, marked: one.range && text.slice(one.range.from, one.range.to) }))
}

const CHAT = `{
  "model": "us.amazon.nova-lite-v1:0",
  "messages": [
    { "role": "user", "name": "ann", "content": "Hi" }
  ],
  "logit_bias": {
    "1": 2
  }
}`

describe('remarks', () => {
  it('stand at the members that warnings are of', async () => {
    expect(await remarksOf(CHAT)).toMatchObject([
      {
        severity: 'warning',
        code: 'unsupported_parameter',
        field: 'logit_bias',
        line: 6,
        marked: '"logit_bias"',
      },
      { severity: 'warning', field: 'messages[0].name', line: 4, marked: '"name": "ann"' },
    ])
  })

  it('stand at the member that a refusal is of, else at what holds it', async () => {
    expect(await remarksOf(CHAT.replace('"user"', '"usr"'))).toMatchObject([
      { severity: 'error', code: '400', field: 'messages[0].role', line: 4, marked: '"role": "usr"' },
    ])
    expect(await remarksOf('{"model": "none", "messages": [{"role": "user"}]}')).toMatchObject([
      { severity: 'error', code: '404 model_not_found', field: 'model', marked: '"model": "none"' },
    ])
    expect(await remarksOf('{"messages": []}')).toMatchObject([
      { severity: 'error', field: 'model', marked: undefined },
    ])
  })

  it('say that a warning is an error where the route is strict', async () => {
    expect(await remarksOf(CHAT, 'chat-completions', { ...DEFAULT_CHOICES, strict: true })).toMatchObject([
      { severity: 'error', code: '400 unsupported_parameter', field: 'logit_bias', line: 6 },
    ])
  })

  it('stand where a text stops being JSON', async () => {
    expect(await remarksOf('{\n  "model": x\n}')).toMatchObject([
      { severity: 'error', code: 'not JSON', line: 2, message: 'This is not JSON: unexpected "x".' },
    ])
    expect(await remarksOf('{ "model": "a"')).toMatchObject([{ message: 'The JSON text ends too early.' }])
    expect(await remarksOf(' ')).toMatchObject([
      { message: 'The request is empty: a JSON object is expected.' },
    ])
    expect(await remarksOf('{} {}')).toMatchObject([{ code: 'not JSON' }])
  })

  it('have no place where an option of the route is wrong', async () => {
    const choices = { ...DEFAULT_CHOICES, endpoint: 'https://bedrock.us-east-1.amazonaws.com' }
    expect(await remarksOf(CHAT, 'chat-completions', choices)).toMatchObject([
      { severity: 'error', code: 'configuration', field: undefined, marked: undefined },
    ])
  })

  it('are refusals of every broken example, and of no other', async () => {
    for (const example of Object.values(EXAMPLES).flat()) {
      const outcome = await explainRequest(stateOf(example))
      expect([example.api, example.id, outcome.kind]).toEqual([
        example.api,
        example.id,
        example.isBroken === true ? 'refused' : 'sent',
      ])
    }
  })

  it('are what the editor marks, if they have a place', async () => {
    const remarks = await remarksOf(CHAT)
    expect(toEditorRemarks(remarks)).toHaveLength(2)
    expect(toEditorRemarks([{ ...remarks[0]!, range: undefined }])).toEqual([])
  })
})

describe('Converse', () => {
  const text =
    '{"modelId": "us.amazon.nova-lite-v1:0", "messages": [{"role": "user", "content": [{"text": "Hi"}]}]}'
  const state: RequestState = { api: 'converse', text, stream: false, choices: DEFAULT_CHOICES }

  it('goes to AWS as it is', async () => {
    expect(await explainRequest(state)).toMatchObject({
      kind: 'sent',
      api: 'converse',
      host: 'bedrock-runtime',
    })
    expect(await explainRequest({ ...state, stream: true })).toMatchObject({
      url: expect.stringMatching(/\/converse-stream$/),
    })
  })

  it('goes to an OpenAI-compatible server by openai()', async () => {
    const choices: RouteChoices = { ...DEFAULT_CHOICES, backend: 'responses' }
    expect(await explainRequest({ ...state, choices })).toMatchObject({
      kind: 'sent',
      api: 'responses',
      host: undefined,
      url: 'https://api.openai.com/v1/responses',
      body: { input: [{ role: 'user' }] },
    })
  })
})

describe('the endpoint', () => {
  it.each([
    [{ region: 'eu-west-1' }, 'https://bedrock-runtime.eu-west-1.amazonaws.com/'],
    [{ fips: true }, 'https://bedrock-runtime-fips.us-east-1.amazonaws.com/'],
    [{ dualstack: true }, 'https://bedrock-runtime.us-east-1.api.aws/'],
    [{ endpoint: 'https://vpce-1.bedrock-runtime.us-east-1.vpce.amazonaws.com' }, 'https://vpce-1.'],
  ] as const)('is that of %j', async (choice, beginning) => {
    for (const api of ['chat-completions', 'converse'] as const) {
      const { text } = stateOf(EXAMPLES[api].find(({ id }) => id === 'plain')!)
      const outcome = await explainRequest({
        api,
        text,
        stream: false,
        choices: { ...DEFAULT_CHOICES, ...choice },
      })
      expect(outcome).toMatchObject({ kind: 'sent', url: expect.stringContaining(beginning) })
    }
  })
})
