import { describe, expect, it } from 'vitest'

import { createBedrockServer } from './server.ts'

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const SCHEMA = { type: 'object', properties: {} }
const ASK = [{ role: 'user', content: 'Hi' }]
const FUNCTION = { type: 'function', name: 'run', parameters: SCHEMA }
const EXEC = { type: 'custom', name: 'exec' }

/** A request of every API with a tool `run`, below the runtime's URL. */
const APIS = {
  Converse: [
    `/model/${CLAUDE}/converse`,
    {
      messages: [{ role: 'user', content: [{ text: 'Hi' }] }],
      toolConfig: { tools: [{ toolSpec: { name: 'run', inputSchema: { json: SCHEMA } } }] },
    },
  ],
  InvokeModel: [
    `/model/${CLAUDE}/invoke`,
    {
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 100,
      messages: ASK,
      tools: [{ name: 'run', input_schema: SCHEMA }],
    },
  ],
  Messages: [
    '/anthropic/v1/messages',
    { model: CLAUDE, max_tokens: 100, messages: ASK, tools: [{ name: 'run', input_schema: SCHEMA }] },
  ],
  Responses: ['/openai/v1/responses', { model: 'us.openai.gpt-6-sol', input: 'Hi', tools: [FUNCTION] }],
  'Chat Completions': [
    '/openai/v1/chat/completions',
    {
      model: 'openai.gpt-oss-120b-1:0',
      messages: ASK,
      tools: [{ type: 'function', function: { name: 'run', parameters: SCHEMA } }],
    },
  ],
} as const

describe('the content of a scripted reply', () => {
  it.each(Object.entries(APIS))('is said by %s in its own way', async (_api, [path, body]) => {
    await using server = await createBedrockServer({ auth: 'none' })
    server.enqueue({
      content: [{ text: 'Look:' }, { toolUse: { toolUseId: 'tooluse_x', name: 'run', input: { a: 'b c' } } }],
    })
    const answer = await fetch(server.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'anthropic-version': '2023-06-01' },
      body: JSON.stringify(body),
    })
    const text = await answer.text()
    expect(answer.status).toBe(200)
    for (const said of ['Look:', 'tooluse_x', 'run', 'b c']) expect(text).toContain(said)
  })

  it('calls custom tools, and names the namespace of a tool', async () => {
    await using server = await createBedrockServer({ auth: 'none' })
    server.enqueue({
      content: [
        { toolUse: { toolUseId: 'a', name: 'exec', input: { input: 'ls -l' } } },
        { toolUse: { toolUseId: 'b', name: 'run', input: {} } },
      ],
    })
    const answer = await fetch(`${server.url}/openai/v1/responses`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'us.openai.gpt-6-sol',
        tools: [{ type: 'namespace', name: 'files', description: 'Files.', tools: [FUNCTION] }],
        input: [...ASK, { type: 'additional_tools', id: 'at_1', role: 'developer', tools: [EXEC] }],
      }),
    })
    expect(await answer.json()).toMatchObject({
      output: [
        { type: 'custom_tool_call', call_id: 'a', name: 'exec', input: 'ls -l' },
        { type: 'function_call', call_id: 'b', name: 'run', namespace: 'files', arguments: '{}' },
      ],
    })
  })
})
