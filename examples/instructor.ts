// Instructor wraps an `openai` client: register the client, wrap it, and structured answers come from Bedrock.
//
//   node --conditions=@patchbay/source examples/instructor.ts
//
// An embedded, strict Bedrock on loopback answers here. In an application bedrock({ region }) is all the route needs.
import createInstructor from '@instructor-ai/instructor'
import { bedrock, register } from '@patchbay/sdk'
import { createBedrockServer } from '@patchbay/testing'
import OpenAI from 'openai'
import { z } from 'zod/v3'

const server = await createBedrockServer()

const Trip = z.object({
  city: z.string().describe('Where the trip goes'),
  days: z.number().describe('How many days it takes'),
})

try {
  const client = register(
    new OpenAI({ apiKey: 'unused' }),
    bedrock({
      region: server.region,
      endpoint: server.url,
      credentials: server.credentials,
      models: { 'gpt-4o': 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' },
    }),
  )
  const instructor = createInstructor({ client, mode: 'TOOLS' })

  const trip = await instructor.chat.completions.create({
    model: 'gpt-4o',
    messages: [{ role: 'user', content: 'Plan a trip to Oslo for 3 days.' }],
    response_model: { schema: Trip, name: 'Trip' },
  })
  console.log('A trip, checked by its schema:', Trip.parse(trip))

  console.log('\nWhat Bedrock received:')
  for (const { method, path } of server.requests) console.log(`   ${method} ${decodeURIComponent(path)}`)
} finally {
  await server.close()
}
