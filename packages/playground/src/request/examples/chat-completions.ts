import type { Example } from './example.ts'
import { CLAUDE, CLAUDE_NEW, HANDBOOK, INVOICE_SCHEMA, NOVA, PIXEL, WEATHER_SCHEMA } from './parts.ts'

const api = 'chat-completions'

const tools = [
  {
    type: 'function',
    function: {
      name: 'get_weather',
      description: 'Current weather of a city',
      parameters: WEATHER_SCHEMA,
    },
  },
]

export const CHAT_EXAMPLES: readonly Example[] = [
  {
    id: 'tools',
    label: 'Tools',
    api,
    request: {
      model: CLAUDE,
      temperature: 0.3,
      max_completion_tokens: 800,
      logit_bias: { 1734: -100 },
      messages: [
        { role: 'system', content: 'You are a weather service. Answer in one sentence.' },
        { role: 'user', content: 'Do I need an umbrella in Porto?' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            {
              id: 'call_porto',
              type: 'function',
              function: { name: 'get_weather', arguments: '{"city":"Porto","unit":"celsius"}' },
            },
          ],
        },
        { role: 'tool', tool_call_id: 'call_porto', content: 'Light rain, 16 °C' },
      ],
      tools,
      tool_choice: 'auto',
    },
  },
  {
    id: 'plain',
    label: 'Conversation, streamed',
    api,
    request: {
      model: NOVA,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Why is the sky blue?' },
      ],
      temperature: 0.7,
      top_p: 0.9,
      max_tokens: 400,
      stop: ['\n\n'],
      seed: 7,
      stream: true,
      stream_options: { include_usage: true },
    },
  },
  {
    id: 'images',
    label: 'Images',
    api,
    request: {
      model: CLAUDE,
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Which of these is brighter?' },
            { type: 'image_url', image_url: { url: `data:image/png;base64,${PIXEL}`, detail: 'low' } },
            { type: 'image_url', image_url: { url: 'https://example.com/photo.png' } },
          ],
        },
      ],
      max_tokens: 300,
    },
  },
  {
    id: 'reasoning',
    label: 'Reasoning',
    api,
    request: {
      model: CLAUDE,
      messages: [
        { role: 'user', content: 'A train leaves at 9:40 and arrives at 13:05. How long is the ride?' },
      ],
      reasoning_effort: 'medium',
      max_completion_tokens: 8000,
    },
  },
  {
    id: 'structured',
    label: 'Structured output',
    api,
    request: {
      model: CLAUDE_NEW,
      messages: [{ role: 'user', content: 'Invoice 2041 is over 118.50 euros, tax included.' }],
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'invoice', strict: true, schema: INVOICE_SCHEMA },
      },
    },
  },
  {
    id: 'caching',
    label: 'Prompt caching',
    api,
    request: {
      model: CLAUDE,
      messages: [
        {
          role: 'system',
          content: [{ type: 'text', text: HANDBOOK, cache_control: { type: 'ephemeral' } }],
        },
        { role: 'user', content: 'Who books my train to Lyon?' },
      ],
      max_tokens: 200,
    },
  },
  {
    id: 'own-api',
    label: "Bedrock's own Chat Completions",
    api,
    request: {
      model: 'us.openai.gpt-6-sol',
      messages: [
        { role: 'developer', content: 'Answer with a number alone.' },
        { role: 'user', content: 'How many prime numbers are there below 100?' },
      ],
      reasoning_effort: 'low',
      verbosity: 'low',
    },
  },
  {
    id: 'broken',
    label: 'Broken: a result without its call',
    api,
    isBroken: true,
    request: {
      model: CLAUDE,
      messages: [
        { role: 'user', content: 'Do I need an umbrella in Porto?' },
        { role: 'tool', content: 'Light rain, 16 °C' },
      ],
      tools,
    },
  },
]
