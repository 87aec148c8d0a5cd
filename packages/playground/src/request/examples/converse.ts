import type { Example } from './example.ts'
import { CLAUDE, HANDBOOK, NOVA, PIXEL, WEATHER_SCHEMA } from './parts.ts'

const api = 'converse'

export const CONVERSE_EXAMPLES: readonly Example[] = [
  {
    id: 'tools',
    label: 'Tools, on a model without Converse',
    api,
    request: {
      modelId: 'openai.gpt-5.4',
      system: [{ text: 'You are a weather service. Answer in one sentence.' }],
      messages: [
        { role: 'user', content: [{ text: 'Do I need an umbrella in Porto?' }] },
        {
          role: 'assistant',
          content: [
            {
              toolUse: {
                toolUseId: 'tooluse_porto',
                name: 'get_weather',
                input: { city: 'Porto', unit: 'celsius' },
              },
            },
          ],
        },
        {
          role: 'user',
          content: [{ toolResult: { toolUseId: 'tooluse_porto', content: [{ text: 'Light rain, 16 °C' }] } }],
        },
      ],
      toolConfig: {
        tools: [
          {
            toolSpec: {
              name: 'get_weather',
              description: 'Current weather of a city',
              inputSchema: { json: WEATHER_SCHEMA },
            },
          },
        ],
      },
      inferenceConfig: { maxTokens: 800, temperature: 0.3, stopSequences: ['END'] },
    },
  },
  {
    id: 'plain',
    label: 'AWS as it is',
    api,
    request: {
      modelId: NOVA,
      system: [{ text: 'Be brief.' }],
      messages: [{ role: 'user', content: [{ text: 'Why is the sky blue?' }] }],
      inferenceConfig: { maxTokens: 400, temperature: 0.7, topP: 0.9 },
    },
  },
  {
    id: 'images',
    label: 'Images',
    api,
    request: {
      modelId: 'openai.gpt-5.4',
      messages: [
        {
          role: 'user',
          content: [
            { text: 'What is in this picture?' },
            { image: { format: 'png', source: { bytes: PIXEL } } },
          ],
        },
      ],
    },
  },
  {
    id: 'caching',
    label: 'Prompt caching',
    api,
    request: {
      modelId: CLAUDE,
      system: [{ text: HANDBOOK }, { cachePoint: { type: 'default' } }],
      messages: [{ role: 'user', content: [{ text: 'Who books my train to Lyon?' }] }],
    },
  },
  {
    id: 'broken',
    label: 'Broken: no model',
    api,
    isBroken: true,
    request: { messages: [{ role: 'user', content: [{ text: 'Why is the sky blue?' }] }] },
  },
]
