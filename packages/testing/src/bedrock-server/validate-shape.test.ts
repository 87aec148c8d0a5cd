import { describe, expect, it } from 'vitest'

import { validateShape } from './validate-shape.ts'

const messages = [{ role: 'user', content: [{ text: 'Hello' }] }]
const modelId = 'anthropic.claude-3-haiku-20240307-v1:0'
const check = (body: unknown, id = modelId) => validateShape('ConverseRequest', body, { modelId: id })

const refused: readonly (readonly [string, unknown, string])[] = [
  [
    'a number above its range',
    { messages, inferenceConfig: { temperature: 1.5 } },
    "1 validation error detected: Value '1.5' at 'inferenceConfig.temperature' failed to satisfy constraint: Member must have value less than or equal to 1",
  ],
  [
    'two at once',
    { messages, inferenceConfig: { temperature: -1, maxTokens: 0 } },
    '2 validation errors detected: ',
  ],
  ['a fraction where whole numbers belong', { messages, inferenceConfig: { maxTokens: 1.5 } }, 'Integer'],
  [
    'a text for a number',
    { messages, inferenceConfig: { topP: '1' } },
    'STRING_VALUE can not be converted to a Float',
  ],
  ['a text for a list', { messages: 'Hello' }, 'Expected list or null'],
  ['a list for a structure', { messages: [[]] }, 'Expected structure or null'],
  [
    'an unknown enum value',
    { messages: [{ role: 'tool', content: [] }] },
    "Value 'tool' at 'messages.1.member.role' failed to satisfy constraint: Member must satisfy enum value set: [user, assistant, system]",
  ],
  ['a missing member', { messages: [{ role: 'user' }] }, "Value null at 'messages.1.member.content'"],
  [
    'a name outside of its pattern',
    { messages, toolConfig: { tools: [{ toolSpec: { name: 'my tool', inputSchema: { json: {} } } }] } },
    "Value 'my tool' at 'toolConfig.tools.1.member.toolSpec.name' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+",
  ],
  [
    'an empty list',
    { messages, toolConfig: { tools: [] } },
    'Member must have length greater than or equal to 1',
  ],
  [
    'an empty description',
    {
      messages,
      toolConfig: { tools: [{ toolSpec: { name: 'a', description: '', inputSchema: { json: {} } } }] },
    },
    'length greater than or equal to 1',
  ],
  ['an unknown member at the top', { messages, model: 'x' }, '#: extraneous key [model] is not permitted'],
  [
    'an unknown member below',
    { messages, inferenceConfig: { topK: 1 } },
    '#/inferenceConfig: extraneous key [topK]',
  ],
  [
    'an empty union',
    { messages: [{ role: 'user', content: [{}] }] },
    'ContentBlock object at messages.0.content.0 must set one of the following keys: text, image',
  ],
  [
    'a union of two',
    { messages: [{ role: 'user', content: [{ text: 'a', cachePoint: { type: 'default' } }] }] },
    'must set only one key, but sets: text, cachePoint',
  ],
  [
    'broken base64',
    { messages: [{ role: 'user', content: [{ image: { format: 'png', source: { bytes: 'a-b' } } }] }] },
    'Invalid base64',
  ],
  ['an unknown service tier', { messages, serviceTier: { type: 'auto' } }, "at 'serviceTier.type'"],
  [
    'too much metadata',
    {
      messages,
      requestMetadata: Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`k${index}`, 'v'])),
    },
    "at 'requestMetadata'",
  ],
  [
    'metadata with a forbidden character',
    { messages, requestMetadata: { key: 'a|b' } },
    "Value 'a|b' at 'requestMetadata.key'",
  ],
  ['a body that is no object', [], 'Expected structure or null'],
]

describe('validateShape', () => {
  it.each(refused)('refuses %s', (_name, body, says) => {
    expect(check(body)?.message).toContain(says)
  })

  it('calls a wrong type a serialization failure', () => {
    expect(check({ messages: 'Hello' })?.type).toBe('SerializationException')
    expect(check({ messages, inferenceConfig: { temperature: 2 } })?.type).toBe('ValidationException')
  })

  it('holds the model id against its pattern', () => {
    expect(check({ messages }, 'a model')?.message).toContain("Value 'a model' at 'modelId'")
    expect(
      check({ messages }, 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-pro-v1:0'),
    ).toBeUndefined()
  })

  it('takes any JSON where the model says document', () => {
    const additionalModelRequestFields = { anything: [1, { deep: null }] }
    expect(check({ messages, additionalModelRequestFields })).toBeUndefined()
  })
})
