import { describe, expect, it } from 'vitest'

import { formatPath } from '../../json/path.ts'
import { listNodes } from '../../json/tree.ts'
import type { RequestApi } from '../apis.ts'
import { EXAMPLES, stateOf } from '../examples/index.ts'
import { explainValue } from '../explain-request.ts'
import { CLAUDE, NOVA } from '../examples/parts.ts'
import type { RequestState } from '../request-state.ts'
import { DEFAULT_CHOICES } from '../route-choices.ts'
import { findLinks } from './find-links.ts'
import { toSentTree } from './sent-tree.ts'

/** `messages[0].content` → the parts of what is sent. */
type Found = Record<string, string[]>

const CHAT: RequestState = { api: 'chat-completions', text: '', stream: false, choices: DEFAULT_CHOICES }

async function linksIn(request: object, state = CHAT): Promise<Found> {
  const ask = async (variant: unknown) => toSentTree(await explainValue(variant, state))
  const sent = await ask(request)
  if (sent === undefined) throw new Error('The request is refused.')
  const links = await findLinks(request, sent, ask)
  const found: Found = {}
  const paths = new Set(listNodes(sent).map(({ path }) => formatPath(path)))
  for (const { request: member, sent: place } of links.all) {
    expect(paths).toContain(formatPath(place))
    ;(found[formatPath(member)] ??= []).push(formatPath(place))
  }
  return found
}

async function linksOfExample(api: RequestApi, id: string): Promise<Found> {
  const example = EXAMPLES[api].find((one) => one.id === id)
  if (example === undefined) throw new Error(`There is no example ${id}.`)
  return linksIn(example.request, stateOf(example))
}

describe('links of Chat Completions', () => {
  it('lead from each of several tools with the same schema to its own', async () => {
    const parameters = { type: 'object', properties: { city: { type: 'string' } } }
    const tools = ['now', 'later'].map((name) => ({ type: 'function', function: { name, parameters } }))
    const found = await linksIn({ model: NOVA, messages: [{ role: 'user', content: 'Hello' }], tools })
    for (const index of [0, 1]) {
      const [from, to] = [`tools[${index}].function`, `body.toolConfig.tools[${index}].toolSpec`]
      expect(found).toMatchObject({
        [from]: [to],
        [`${from}.parameters`]: [`${to}.inputSchema.json`],
        [`${from}.parameters.properties.city`]: [`${to}.inputSchema.json.properties.city`],
      })
    }
  })

  it('lead from messages, tools and sampling parameters to what they have become', async () => {
    expect(await linksOfExample('chat-completions', 'tools')).toMatchObject({
      model: ['path'],
      messages: ['body.messages', 'body.system'],
      'messages[0]': ['body.system[0]'],
      'messages[0].content': ['body.system[0].text'],
      'messages[1]': ['body.messages[0]'],
      'messages[1].role': ['body.messages[0].role'],
      'messages[1].content': ['body.messages[0].content[0].text'],
      'messages[2].role': ['body.messages[1].role'],
      'messages[2].tool_calls[0]': ['body.messages[1].content[0]'],
      'messages[2].tool_calls[0].id': ['body.messages[1].content[0].toolUse.toolUseId'],
      'messages[2].tool_calls[0].function.name': ['body.messages[1].content[0].toolUse.name'],
      'messages[3].role': ['body.messages[2].role'],
      'messages[3].tool_call_id': ['body.messages[2].content[0].toolResult.toolUseId'],
      'messages[3].content': ['body.messages[2].content[0].toolResult.content[0].text'],
      tools: ['body.toolConfig.tools'],
      'tools[0]': ['body.toolConfig.tools[0]'],
      'tools[0].function': ['body.toolConfig.tools[0].toolSpec'],
      'tools[0].function.name': ['body.toolConfig.tools[0].toolSpec.name'],
      'tools[0].function.parameters': ['body.toolConfig.tools[0].toolSpec.inputSchema.json'],
      'tools[0].function.parameters.properties.unit.enum[1]': [
        'body.toolConfig.tools[0].toolSpec.inputSchema.json.properties.unit.enum[1]',
      ],
      tool_choice: ['body.toolConfig.toolChoice'],
      temperature: ['body.inferenceConfig.temperature'],
      max_completion_tokens: ['body.inferenceConfig.maxTokens'],
    })
  })

  it('know that a text of JSON has become a value', async () => {
    const links = await linksOfExample('chat-completions', 'tools')
    expect(links['messages[2].tool_calls[0].function.arguments']).toContain(
      'body.messages[1].content[0].toolUse.input',
    )
  })

  it('lead nowhere from what is left out, and from words of the API that become nothing', async () => {
    const links = await linksOfExample('chat-completions', 'tools')
    for (const path of [
      'logit_bias',
      'logit_bias["1734"]',
      'messages[0].role',
      'tools[0].type',
      'messages[2].content',
    ])
      expect(links).not.toHaveProperty([path])
  })

  it('lead to the path where a member decides it', async () => {
    const links = await linksOfExample('chat-completions', 'plain')
    expect(links).toMatchObject({ stream: ['path'], top_p: ['body.inferenceConfig.topP'] })
    expect(links).not.toHaveProperty('seed')
  })

  it('know data of images, the cache, reasoning and schemas of answers', async () => {
    expect(await linksOfExample('chat-completions', 'images')).toMatchObject({
      'messages[0].content[1].image_url.url': ['body.messages[0].content[1].image.source.bytes'],
    })
    expect(await linksOfExample('chat-completions', 'caching')).toMatchObject({
      'messages[0].content[0].cache_control': ['body.system[1]'],
      'messages[0].content[0].text': ['body.system[0].text'],
    })
    expect(await linksOfExample('chat-completions', 'reasoning')).toMatchObject({
      reasoning_effort: ['body.additionalModelRequestFields'],
    })
    expect(await linksOfExample('chat-completions', 'structured')).toMatchObject({
      'response_format.json_schema.schema': ['body.outputConfig.textFormat.structure.jsonSchema.schema'],
    })
  })

  it('tell messages apart that become one, and texts that are the same', async () => {
    const links = await linksIn({
      model: CLAUDE,
      messages: [
        { role: 'user', content: 'Yes' },
        { role: 'user', content: 'Yes' },
      ],
    })
    expect(links).toMatchObject({
      'messages[0].content': ['body.messages[0].content[0].text'],
      'messages[1].content': ['body.messages[0].content[1].text'],
      'messages[0]': ['body.messages[0].content[0]'],
      'messages[1]': ['body.messages[0].content[1]'],
    })
    expect(links).not.toHaveProperty(['messages[0].role'])
  })

  it('follow ids and names that are written in another way', async () => {
    const links = await linksIn({
      model: 'mistral.mistral-large-3-675b-instruct',
      messages: [
        { role: 'user', content: 'Weather?' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            { id: 'call_1', type: 'function', function: { name: 'weather.get', arguments: '{}' } },
          ],
        },
        { role: 'tool', tool_call_id: 'call_1', content: 'Rain' },
      ],
      tools: [
        {
          type: 'function',
          function: { name: 'weather.get', parameters: { type: 'object', properties: {} } },
        },
      ],
    })
    expect(links).toMatchObject({
      'messages[1].tool_calls[0].id': ['body.messages[1].content[0].toolUse.toolUseId'],
      'messages[2].tool_call_id': ['body.messages[2].content[0].toolResult.toolUseId'],
      'messages[2].content': ['body.messages[2].content[0].toolResult.content[0].text'],
      'tools[0].function.name': ['body.toolConfig.tools[0].toolSpec.name'],
    })
  })

  it('tell files apart that are numbered for one another', async () => {
    const file = (data: string, filename?: string) => ({
      type: 'file',
      file: {
        file_data: `data:application/pdf;base64,${btoa(data.repeat(20))}`,
        ...(filename && { filename }),
      },
    })
    const links = await linksIn({
      model: CLAUDE,
      messages: [
        {
          role: 'user',
          content: [{ type: 'text', text: 'Read' }, file('one', 'a.pdf'), file('two', 'a.pdf')],
        },
      ],
    })
    expect(links['messages[0].content[1].file.filename']).toEqual([
      'body.messages[0].content[1].document.name',
    ])
    expect(links['messages[0].content[2].file.filename']).toEqual([
      'body.messages[0].content[2].document.name',
    ])
    expect(links['messages[0].content[2].file.file_data']).toEqual([
      'body.messages[0].content[2].document.source.bytes',
    ])
  })

  it('survive texts that look like marks, and names that are as long as they may be', async () => {
    const links = await linksIn({
      model: CLAUDE,
      messages: [{ role: 'user', content: 'zq0z' }],
      tools: [{ type: 'function', function: { name: 'n'.repeat(64), parameters: { type: 'object' } } }],
    })
    expect(links['tools[0].function.name']).toEqual(['body.toolConfig.tools[0].toolSpec.name'])
    expect(links['messages[0].content']).toEqual(['body.messages[0].content[0].text'])
  })
})

describe('links of the other APIs', () => {
  it('Responses', async () => {
    expect(await linksOfExample('responses', 'tools')).toMatchObject({
      instructions: ['body.system[0].text'],
      'input[0].content': ['body.messages[0].content[0].text'],
      'input[0].role': ['body.messages[0].role'],
      'input[1].name': ['body.messages[1].content[0].toolUse.name'],
      'input[2].output': ['body.messages[2].content[0].toolResult.content[0].text'],
      'tools[0].name': ['body.toolConfig.tools[0].toolSpec.name'],
      'tools[0].parameters': ['body.toolConfig.tools[0].toolSpec.inputSchema.json'],
      temperature: ['body.inferenceConfig.temperature'],
      max_output_tokens: ['body.inferenceConfig.maxTokens'],
    })
  })

  it('Messages', async () => {
    expect(await linksOfExample('messages', 'tools')).toMatchObject({
      system: ['body.system[0].text'],
      'messages[2].role': ['body.messages[2].role'],
      'tools[0].name': ['body.toolConfig.tools[0].toolSpec.name'],
      'tools[0].input_schema': ['body.toolConfig.tools[0].toolSpec.inputSchema.json'],
      stop_sequences: ['body.inferenceConfig.stopSequences'],
      max_tokens: ['body.inferenceConfig.maxTokens'],
    })
    const sampling = {
      model: NOVA,
      max_tokens: 9,
      messages: [{ role: 'user', content: 'Hi' }],
      temperature: 0.3,
      top_k: 40,
    }
    expect(await linksIn(sampling, { ...CHAT, api: 'messages' })).toMatchObject({
      temperature: ['body.inferenceConfig.temperature'],
      top_k: ['body.additionalModelRequestFields.inferenceConfig.topK'],
    })
  })

  it('Converse, of a model that has none', async () => {
    expect(await linksOfExample('converse', 'tools')).toMatchObject({
      modelId: ['body.model'],
      'system[0].text': ['body.instructions'],
      'messages[0].role': ['body.input[0].role'],
      'messages[0].content[0].text': ['body.input[0].content[0].text'],
      'toolConfig.tools': ['body.tools'],
      'toolConfig.tools[0].toolSpec.name': ['body.tools[0].name'],
      'toolConfig.tools[0].toolSpec.inputSchema.json': ['body.tools[0].parameters'],
      'inferenceConfig.temperature': ['body.temperature'],
    })
  })

  it('pass whole where Bedrock has the API itself', async () => {
    expect(await linksOfExample('responses', 'own-api')).toMatchObject({
      model: ['body.model'],
      instructions: ['body.instructions'],
      'reasoning.effort': ['body.reasoning.effort'],
    })
  })
})

describe('links of every example', () => {
  const examples = Object.values(EXAMPLES)
    .flat()
    .filter(({ isBroken }) => isBroken !== true)

  it.each(examples)(
    'lead from what is there to what is there: $api, $label',
    async ({ api, id, request }) => {
      const paths = new Set(listNodes(request).map(({ path }) => formatPath(path)))
      for (const path of Object.keys(await linksOfExample(api, id))) expect(paths).toContain(path)
    },
  )
})
