import { chat, CHAT, chatWith, type HostileCase, json, tool } from './hostile-values.ts'
import { CLAUDE } from './kinds/kind.ts'

/** Turns in which the same id is used again and again. */
function reusedIds(turns: number): object[] {
  return Array.from({ length: turns }, () => [
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'same', type: 'function', function: { name: 'w', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: 'same', content: 'x' },
  ]).flat()
}

const LONG = 60_000
const REPEATED = [
  '\n',
  ' ',
  '/',
  '\t\n',
  '\r\n',
  '\n\nHuman:',
  'User: ',
  '[INST]',
  '</s>',
  '{',
  '`',
  '\\',
  '<thinking>',
  '\u2028',
  'a@',
]

/** Long texts that repeat what patterns look for. */
export const PROMPTS: readonly HostileCase[] = REPEATED.flatMap((piece) => {
  const prompt = piece.repeat(LONG) + 'x'
  const shown = json(piece)
  return [
    {
      name: `${LONG} times ${shown}`,
      to: CHAT,
      body: () =>
        chat({
          messages: [
            { role: 'system', content: prompt },
            { role: 'user', content: prompt },
          ],
        }),
    },
    { name: `${LONG} times ${shown}`, to: '/v1/completions', body: () => json({ model: CLAUDE, prompt }) },
    {
      name: `${LONG} times ${shown}`,
      to: '/v1/responses',
      body: () => json({ model: CLAUDE, input: prompt, instructions: prompt }),
    },
    {
      name: `${LONG} times ${shown}`,
      to: '/v1/messages',
      body: () =>
        json({ model: CLAUDE, max_tokens: 9, system: prompt, messages: [{ role: 'user', content: prompt }] }),
    },
    {
      name: `${LONG} times ${shown}`,
      to: 'anthropic.claude-v2:1',
      body: () => json({ prompt: `\n\nHuman: ${prompt}\n\nAssistant:`, max_tokens_to_sample: 9 }),
    },
    {
      name: `${LONG} times ${shown}`,
      to: 'amazon.titan-text-express-v1',
      body: () => json({ inputText: prompt }),
    },
    { name: `${LONG} times ${shown}`, to: 'meta.llama3-8b-instruct-v1:0', body: () => json({ prompt }) },
    { name: `${LONG} times ${shown}`, to: 'mistral.mistral-7b-instruct-v0:2', body: () => json({ prompt }) },
    { name: `${LONG} times ${shown}`, to: 'cohere.command-text-v14', body: () => json({ prompt }) },
    { name: `${LONG} times ${shown}`, to: 'ai21.j2-mid-v1', body: () => json({ prompt }) },
    { name: `${LONG} times ${shown}`, to: 'deepseek.r1-v1:0', body: () => json({ prompt }) },
    {
      name: `${LONG} times ${shown} as model`,
      to: CHAT,
      body: () => json({ model: prompt, messages: [{ role: 'user', content: 'x' }] }),
    },
    {
      name: `${LONG} times ${shown} as arguments`,
      to: CHAT,
      body: () =>
        chat({
          messages: [
            { role: 'user', content: 'x' },
            {
              role: 'assistant',
              tool_calls: [{ id: 'a', type: 'function', function: { name: 'w', arguments: prompt } }],
            },
            { role: 'tool', tool_call_id: 'a', content: prompt },
          ],
        }),
    },
    {
      name: `${LONG} times ${shown} in a data URL`,
      to: CHAT,
      body: () =>
        chat({
          messages: [
            {
              role: 'user',
              content: [{ type: 'image_url', image_url: { url: `data:image/png;base64,${prompt}` } }],
            },
          ],
        }),
    },
  ]
})

/** Very many of something. */
export const COUNTS: readonly HostileCase[] = [
  {
    name: '5,000 turns that use one id again',
    to: CHAT,
    body: () => chat({ messages: [{ role: 'user', content: 'x' }, ...reusedIds(5_000)] }),
  },
  {
    name: '5,000 calls of one id at once',
    to: CHAT,
    body: () =>
      chat({
        messages: [
          { role: 'user', content: 'x' },
          {
            role: 'assistant',
            tool_calls: Array.from({ length: 5_000 }, () => ({
              id: 'same',
              type: 'function',
              function: { name: 'w', arguments: '{}' },
            })),
          },
          ...Array.from({ length: 5_000 }, () => ({ role: 'tool', tool_call_id: 'same', content: 'x' })),
        ],
      }),
  },
  {
    name: '20,000 messages of a user',
    to: CHAT,
    body: () => chat({ messages: Array.from({ length: 20_000 }, () => ({ role: 'user', content: 'x' })) }),
  },
  {
    name: '20,000 system messages',
    to: CHAT,
    body: () =>
      chat({
        messages: [
          ...Array.from({ length: 20_000 }, () => ({ role: 'system', content: 'x' })),
          { role: 'user', content: 'x' },
        ],
      }),
  },
  {
    name: '5,000 tools of one name',
    to: CHAT,
    body: () => chat({ tools: Array.from({ length: 5_000 }, () => tool({ type: 'object' })) }),
  },
  {
    name: '20,000 stop texts',
    to: CHAT,
    body: () => chat({ stop: Array.from({ length: 20_000 }, (_, index) => `s${index}`) }),
  },
  {
    name: '20,000 unknown fields',
    to: CHAT,
    body: () => chat(Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`f${index}`, index]))),
  },
  {
    name: '20,000 glued objects as arguments',
    to: CHAT,
    body: () =>
      chat({
        messages: [
          { role: 'user', content: 'x' },
          {
            role: 'assistant',
            tool_calls: [
              { id: 'a', type: 'function', function: { name: 'w', arguments: '{}'.repeat(20_000) } },
            ],
          },
        ],
      }),
  },
  { name: 'a number of 100,000 digits', to: CHAT, body: () => chatWith('seed', '9'.repeat(100_000)) },
  {
    name: '20,000 numbers beyond 2^53',
    to: CHAT,
    body: () =>
      chatWith('unknown', `[${Array.from({ length: 20_000 }, () => '12345678901234567890').join()}]`),
  },
  {
    name: 'items of Responses, 5,000 of one id',
    to: '/v1/responses',
    body: () =>
      json({
        model: CLAUDE,
        input: Array.from({ length: 5_000 }, () => [
          { type: 'function_call', call_id: 'same', name: 'w', arguments: '{}' },
          { type: 'function_call_output', call_id: 'same', output: 'x' },
        ]).flat(),
      }),
  },
  {
    name: '5,000 turns of Converse that use one id again',
    to: 'converse',
    body: () =>
      json({
        messages: [
          { role: 'user', content: [{ text: 'x' }] },
          ...Array.from({ length: 5_000 }, () => [
            { role: 'assistant', content: [{ toolUse: { toolUseId: 'same', name: 'w', input: {} } }] },
            { role: 'user', content: [{ toolResult: { toolUseId: 'same', content: [{ text: 'x' }] } }] },
          ]).flat(),
        ],
      }),
  },
]
