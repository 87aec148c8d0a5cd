// LangChain's ChatBedrockConverse on a registered BedrockRuntimeClient: the model's client is one of your own.
//
//   node --conditions=@patchbay/source examples/langchain-aws.ts
//
// Everything runs on loopback: the gateway is closed here, so that the calls fall back to a strict Bedrock that checks the
// signature. With a gateway of your own, set JAVELIN_BASE_URL and JAVELIN_API_KEY.
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { ChatBedrockConverse } from '@langchain/aws'
import { HumanMessage, ToolMessage } from '@langchain/core/messages'
import { bedrock, fallback, javelin, register } from '@patchbay/sdk'
import { createBedrockServer } from '@patchbay/testing'

const service = await createBedrockServer()
const { JAVELIN_BASE_URL: baseURL = 'http://127.0.0.1:1', JAVELIN_API_KEY: apiKey = 'unused' } = process.env

const client = register(
  new BedrockRuntimeClient({ region: 'us-east-1', credentials: service.credentials }),
  fallback([
    javelin({ baseURL, apiKey }),
    bedrock({ region: 'us-east-1', endpoint: service.url, credentials: service.credentials }),
  ]),
)
const model = new ChatBedrockConverse({
  client,
  model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  region: 'us-east-1',
})
const weather = {
  name: 'get_weather',
  description: 'The weather in a city',
  schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}

try {
  const answer = await model.invoke('What is a patch bay?')
  console.log('One answer:')
  console.log('  ', answer.text)
  console.log('  ', JSON.stringify(answer.usage_metadata))

  console.log('\nThe same, streamed:')
  const pieces: string[] = []
  for await (const piece of await model.stream('What is a patch bay?')) pieces.push(piece.text)
  console.log('  ', pieces.filter((piece) => piece !== '').join('|'))

  console.log('\nA tool call, and its result sent back:')
  const withTools = model.bindTools([weather])
  const question = new HumanMessage('What is the weather in Paris?')
  const asked = await withTools.invoke([question])
  const results = (asked.tool_calls ?? []).map(({ id = '', name, args }) => {
    console.log('  ', `${name}(${JSON.stringify(args)})`)
    return new ToolMessage({ tool_call_id: id, content: 'Sunny, 21 degrees' })
  })
  if (results.length === 0) throw new Error('The model called no tool.')
  console.log('  ', (await withTools.invoke([question, asked, ...results])).text)

  console.log('\nWhat Bedrock received:')
  for (const { method, path, authentication } of service.requests) {
    console.log('  ', method, decodeURIComponent(path), `(${authentication.kind})`)
  }
} finally {
  client.destroy()
  await service.close()
}
