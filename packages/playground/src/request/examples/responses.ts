import type { Example } from './example.ts'
import { CLAUDE, CLAUDE_NEW, INVOICE_SCHEMA, PIXEL, WEATHER_SCHEMA } from './parts.ts'

const api = 'responses'

export const RESPONSES_EXAMPLES: readonly Example[] = [
  {
    id: 'tools',
    label: 'Tools',
    api,
    request: {
      model: CLAUDE,
      instructions: 'You are a weather service. Answer in one sentence.',
      input: [
        { role: 'user', content: 'Do I need an umbrella in Porto?' },
        {
          type: 'function_call',
          call_id: 'call_porto',
          name: 'get_weather',
          arguments: '{"city":"Porto","unit":"celsius"}',
        },
        { type: 'function_call_output', call_id: 'call_porto', output: 'Light rain, 16 °C' },
      ],
      tools: [
        {
          type: 'function',
          name: 'get_weather',
          description: 'Current weather of a city',
          parameters: WEATHER_SCHEMA,
          strict: false,
        },
      ],
      temperature: 0.3,
      max_output_tokens: 800,
      truncation: 'auto',
    },
  },
  {
    id: 'plain',
    label: 'Text, streamed',
    api,
    request: {
      model: CLAUDE,
      instructions: 'Be brief.',
      input: 'Why is the sky blue?',
      max_output_tokens: 400,
      stream: true,
    },
  },
  {
    id: 'images',
    label: 'Images',
    api,
    request: {
      model: CLAUDE,
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'What is in this picture?' },
            { type: 'input_image', image_url: `data:image/png;base64,${PIXEL}`, detail: 'auto' },
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
      input: 'A train leaves at 9:40 and arrives at 13:05. How long is the ride?',
      reasoning: { effort: 'medium', summary: 'auto' },
      max_output_tokens: 8000,
    },
  },
  {
    id: 'structured',
    label: 'Structured output',
    api,
    request: {
      model: CLAUDE_NEW,
      input: 'Invoice 2041 is over 118.50 euros, tax included.',
      text: { format: { type: 'json_schema', name: 'invoice', strict: true, schema: INVOICE_SCHEMA } },
    },
  },
  {
    id: 'own-api',
    label: "Bedrock's own Responses",
    api,
    request: {
      model: 'us.openai.gpt-6-sol',
      instructions: 'Answer with a number alone.',
      input: 'How many prime numbers are there below 100?',
      reasoning: { effort: 'low' },
    },
  },
  {
    id: 'broken',
    label: 'Broken: a number as content',
    api,
    isBroken: true,
    request: { model: CLAUDE, input: [{ role: 'user', content: 42 }], max_output_tokens: 200 },
  },
]
