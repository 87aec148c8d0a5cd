// The Responses API on Amazon Bedrock: an agent loop that keeps the model's reasoning, then the same question streamed.
//
//   node --conditions=@patchbay/source examples/responses.ts
//
// An embedded, strict Bedrock on loopback answers here. In an application bedrock({ region }) is all the route needs.
import { bedrock, register } from '@patchbay/sdk'
import { createBedrockServer } from '@patchbay/testing'
import OpenAI from 'openai'

const server = await createBedrockServer()
const client = register(
  new OpenAI({ apiKey: 'unused' }),
  bedrock({ region: server.region, endpoint: server.url, credentials: server.credentials }),
)

const request = {
  model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  instructions: 'Be brief.',
  reasoning: { effort: 'medium', summary: 'auto' },
  tools: [
    {
      type: 'function',
      name: 'get_weather',
      description: 'Tells the weather in a city',
      strict: true,
      parameters: {
        type: 'object',
        properties: { city: { type: 'string' } },
        required: ['city'],
        additionalProperties: false,
      },
    },
  ],
} satisfies OpenAI.Responses.ResponseCreateParams

try {
  // Nothing is stored: the whole conversation goes with each request, reasoning with its signature among it.
  const input: OpenAI.Responses.ResponseInput = [
    { role: 'user', content: 'What is the weather in Oslo and Bergen?' },
  ]
  let response = await client.responses.create({ ...request, input })
  for (let calls = callsOf(response); calls.length > 0; calls = callsOf(response)) {
    input.push(...(response.output as OpenAI.Responses.ResponseInput))
    for (const { call_id, name, arguments: json } of calls) {
      console.log(`   ${name}(${json})`)
      const { city } = JSON.parse(json) as { city: string }
      input.push({ type: 'function_call_output', call_id, output: `18 degrees and sunny in ${city}` })
    }
    response = await client.responses.create({ ...request, input })
  }
  console.log(`   ${response.output_text}`)

  console.log('\nStreamed:')
  const stream = client.responses.stream({ ...request, input: 'Say exactly: one event after the other' })
  for await (const event of stream) {
    if (event.type === 'response.reasoning_summary_text.done') console.log(`   (${event.text})`)
    if (event.type === 'response.output_text.delta') process.stdout.write(`${event.delta}|`)
  }
  console.log(`\n   ${(await stream.finalResponse()).status}`)
} finally {
  await server.close()
}

function callsOf({ output }: OpenAI.Responses.Response) {
  return output.filter((item) => item.type === 'function_call')
}
