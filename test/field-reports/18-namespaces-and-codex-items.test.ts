// Report 18: tools of `namespace` tools and `additional_tools` items are the caller's own functions: offered, and given back under their namespace; items of Codex are read (Agents SDK toolNamespace(), Codex; BerriAI/litellm#36546)
import { Agent, OpenAIResponsesModel, Runner, tool, toolNamespace } from '@openai/agents'
import { bedrock, register, type Warning } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
let server: BedrockServer
let warnings: Warning[] = []
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => {
  server.reset()
  warnings = []
})

const create = () =>
  register(
    new OpenAI({ apiKey: 'unused', maxRetries: 0 }),
    bedrock({
      region: server.region,
      endpoint: server.url,
      credentials: server.credentials,
      onWarning: (warning) => void warnings.push(warning),
    }),
  )

const parameters = { type: 'object', properties: { q: { type: 'string' } } }
const own = (name: string) => ({ type: 'function' as const, name, parameters, strict: false })
const crm = {
  type: 'namespace' as const,
  name: 'crm',
  description: 'Customers.',
  tools: [own('find'), { type: 'custom' as const, name: 'note' }],
}
const tools: OpenAI.Responses.Tool[] = [own('find_file'), crm]
const call = (toolUseId: string, name: string, input: object) => ({ toolUse: { toolUseId, name, input } })

interface Sent {
  toolConfig?: { tools: { toolSpec: { name: string; description?: string } }[]; toolChoice?: object }
  messages: { role: string; content: Record<string, { name?: string; text?: string }>[] }[]
}
const sent = () => server.requests.at(-1)?.json as Sent
const offered = () => sent().toolConfig?.tools.map(({ toolSpec }) => toolSpec.name)

describe('report 18: namespaces of tools', () => {
  it.each([false, true])(
    'are offered, called and answered under their names (stream: %s)',
    async (stream) => {
      const client = create()
      server.reply({ content: [call('t1', 'crm_find', { q: 'x' }), call('t2', 'crm_note', { input: 'hi' })] })
      const asked = { model, tools, input: 'Go.', store: false }
      const response = stream
        ? await client.responses.stream(asked).finalResponse()
        : await client.responses.create(asked)
      expect(offered()).toEqual(['find_file', 'crm_find', 'crm_note'])
      expect(sent().toolConfig?.tools[1]?.toolSpec.description).toContain('Customers.')
      expect(response.output).toMatchObject([
        { type: 'function_call', namespace: 'crm', name: 'find', call_id: 't1', arguments: '{"q":"x"}' },
        { type: 'custom_tool_call', namespace: 'crm', name: 'note', call_id: 't2', input: 'hi' },
      ])
      await client.responses.create({
        ...asked,
        input: [
          { role: 'user', content: 'Go.' },
          ...(response.output as OpenAI.Responses.ResponseInputItem[]),
          { type: 'function_call_output', call_id: 't1', output: 'found', namespace: 'crm', name: 'find' },
          { type: 'custom_tool_call_output', call_id: 't2', output: 'noted' },
        ],
      })
      expect(sent().messages[1]?.content.map(({ toolUse }) => toolUse?.name)).toEqual([
        'crm_find',
        'crm_note',
      ])
      expect(warnings).toEqual([])
    },
  )

  it('keep equal names apart, and a choice finds its tool', async () => {
    const erp = { ...crm, name: 'erp', tools: [own('find')] }
    const both: OpenAI.Responses.Tool[] = [own('find'), crm, erp]
    server.reply({ content: [call('t1', 'erp_find', {}), call('t2', 'find', {})] })
    const { output } = await create().responses.create({ model, tools: both, input: 'Go.', store: false })
    expect(offered()).toEqual(['find', 'crm_find', 'crm_note', 'erp_find'])
    expect(output).toMatchObject([{ namespace: 'erp', name: 'find' }, { name: 'find' }])
    expect(output[1]).not.toHaveProperty('namespace')
    await create().responses.create({
      model,
      tools,
      tool_choice: { type: 'function', name: 'find' },
      input: 'Go.',
    })
    expect(sent().toolConfig?.toolChoice).toEqual({ tool: { name: 'crm_find' } })
  })

  it('come by additional_tools items, too', async () => {
    server.reply({ content: [call('t1', 'crm_find', {})] })
    const { output } = await create().responses.create({
      model,
      store: false,
      input: [
        { type: 'additional_tools', role: 'developer', tools: [crm, own('later')] },
        { role: 'user', content: 'Go.' },
      ],
    })
    expect(offered()).toEqual(['crm_find', 'crm_note', 'later'])
    expect(output).toMatchObject([{ type: 'function_call', namespace: 'crm', name: 'find' }])
  })

  it("run in a loop of the Agents SDK's toolNamespace()", async () => {
    const asked: string[] = []
    const find = tool({
      name: 'find',
      description: 'Finds.',
      parameters: z.object({ q: z.string() }),
      execute: async ({ q }) => {
        asked.push(q)
        return 'found'
      },
    })
    server.enqueue({ content: [call('t1', 'crm_find', { q: 'x' })] }, { text: 'Done.' })
    const agent = new Agent({
      name: 'agent',
      model: new OpenAIResponsesModel(create() as never, model),
      tools: toolNamespace({ name: 'crm', description: 'Customers.', tools: [find] }),
    })
    const result = await new Runner({ tracingDisabled: true }).run(agent, 'Go.')
    expect(result.finalOutput).toBe('Done.')
    expect(asked).toEqual(['x'])
  })
})

describe('report 18: items of Codex', () => {
  it('are read as what they say', async () => {
    const input = [
      { type: 'context_compaction', summary: [{ type: 'summary_text', text: 'We listed files.' }] },
      {
        type: 'agent_message',
        author: 'researcher',
        content: [{ type: 'input_text', text: 'I am done.' }],
      },
      {
        type: 'local_shell_call',
        id: 'ls_1',
        call_id: 'call_1',
        status: 'completed',
        action: { type: 'exec', command: ['ls'], env: {} },
      },
      { type: 'local_shell_call_output', id: 'call_1', output: 'a.txt' },
      { type: 'agent_message', content: [{ type: 'encrypted_content', encrypted_content: 'xyz' }] },
      { type: 'context_compaction', encrypted_content: 'xyz' },
      { role: 'user', content: 'Go on.' },
    ] as unknown as OpenAI.Responses.ResponseInputItem[]
    await create().responses.create({ model, input, store: false })
    expect(sent().messages).toMatchObject([
      { role: 'user', content: [{ text: 'We listed files.' }, { text: 'I am done.' }] },
      {
        role: 'assistant',
        content: [
          {
            toolUse: {
              toolUseId: 'call_1',
              name: 'local_shell',
              input: { type: 'exec', command: ['ls'], env: {} },
            },
          },
        ],
      },
      {
        role: 'user',
        content: [{ toolResult: { toolUseId: 'call_1', content: [{ text: 'a.txt' }] } }, { text: 'Go on.' }],
      },
    ])
    expect(warnings.map(({ code, field }) => [code, field])).toEqual([
      ['unsupported_content_block', 'input[4]'],
      ['unsupported_content_block', 'input[5]'],
    ])
  })
})
