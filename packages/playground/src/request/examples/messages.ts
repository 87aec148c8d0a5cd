import type { Example } from './example.ts'
import { CLAUDE, HANDBOOK, NOVA, PIXEL, WEATHER_SCHEMA } from './parts.ts'

const api = 'messages'

export const MESSAGES_EXAMPLES: readonly Example[] = [
  {
    id: 'tools',
    label: 'Tools, on a model that is not Claude',
    api,
    request: {
      model: NOVA,
      max_tokens: 800,
      system: 'You are a weather service. Answer in one sentence.',
      messages: [
        { role: 'user', content: 'Do I need an umbrella in Porto?' },
        {
          role: 'assistant',
          content: [
            {
              type: 'tool_use',
              id: 'toolu_porto',
              name: 'get_weather',
              input: { city: 'Porto', unit: 'celsius' },
            },
          ],
        },
        {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: 'toolu_porto', content: 'Light rain, 16 °C' }],
        },
      ],
      tools: [
        { name: 'get_weather', description: 'Current weather of a city', input_schema: WEATHER_SCHEMA },
      ],
      tool_choice: { type: 'auto' },
      stop_sequences: ['END'],
      metadata: { user_id: 'employee-7' },
    },
  },
  {
    id: 'plain',
    label: 'Claude, streamed',
    api,
    request: {
      model: CLAUDE,
      max_tokens: 400,
      system: 'Be brief.',
      messages: [{ role: 'user', content: 'Why is the sky blue?' }],
      stream: true,
    },
  },
  {
    id: 'images',
    label: 'Images',
    api,
    request: {
      model: NOVA,
      max_tokens: 300,
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is in this picture?' },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PIXEL } },
          ],
        },
      ],
    },
  },
  {
    id: 'reasoning',
    label: 'Reasoning',
    api,
    request: {
      model: CLAUDE,
      max_tokens: 8000,
      thinking: { type: 'enabled', budget_tokens: 4000 },
      messages: [
        { role: 'user', content: 'A train leaves at 9:40 and arrives at 13:05. How long is the ride?' },
      ],
    },
  },
  {
    id: 'caching',
    label: 'Prompt caching, by Converse',
    api,
    choices: { api: 'converse' },
    request: {
      model: CLAUDE,
      max_tokens: 200,
      system: [{ type: 'text', text: HANDBOOK, cache_control: { type: 'ephemeral' } }],
      messages: [{ role: 'user', content: 'Who books my train to Lyon?' }],
    },
  },
  {
    id: 'broken',
    label: 'Broken: an unknown role',
    api,
    isBroken: true,
    request: { model: NOVA, max_tokens: 200, messages: [{ role: 'usr', content: 'Why is the sky blue?' }] },
  },
]
