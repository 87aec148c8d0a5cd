// Every entry point by `require`, each doing what it is for.
const Anthropic = require('@anthropic-ai/sdk').default
const { BedrockRuntimeClient, ConverseCommand } = require('@aws-sdk/client-bedrock-runtime')
const { ChatOpenAI } = require('@langchain/openai')
const sdk = require('@patchbay/sdk')
const forAnthropic = require('@patchbay/sdk/anthropic')
const forBedrock = require('@patchbay/sdk/bedrock')
const gateways = require('@patchbay/sdk/gateways')
const forLangChain = require('@patchbay/sdk/langchain')
const forOpenAI = require('@patchbay/sdk/openai')
const { createBedrockServer, createGatewayServer, TEST_BEARER_TOKEN } = require('@patchbay/testing')
const { describeModel } = require('@patchbay/translator')
const OpenAI = require('openai')
const assert = require('node:assert/strict')

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const question = 'What is 12 + 30?'
const answer = '12 + 30 is 42.'
const messages = [{ role: 'user', content: question }]

async function main() {
  const server = await createBedrockServer()
  const gateway = await createGatewayServer()
  const onBedrock = { region: server.region, endpoint: server.url, apiKey: TEST_BEARER_TOKEN }
  const byKeyPair = { region: server.region, endpoint: server.url, credentials: server.credentials }
  const atGateway = { baseURL: `${gateway.url}/v1`, apiKey: 'gateway-key' }
  try {
    for (const { register, route } of [
      { register: sdk.register, route: sdk.bedrock(onBedrock) },
      { register: sdk.register, route: sdk.bedrock(byKeyPair) },
      { register: sdk.register, route: sdk.gateway(atGateway) },
      { register: forOpenAI.register, route: forOpenAI.bedrock(onBedrock) },
      { register: forOpenAI.register, route: gateways.gateway(atGateway) },
    ])
      await askOpenAI(register(new OpenAI({ apiKey: 'unused' }), route))

    await askAnthropic(
      forAnthropic.register(new Anthropic({ apiKey: 'unused' }), forAnthropic.bedrock(onBedrock)),
    )
    await askLangChain(
      forLangChain.register(new ChatOpenAI({ apiKey: 'unused', model }), forLangChain.bedrock(onBedrock)),
    )
    await askBedrock(
      forBedrock.register(
        new BedrockRuntimeClient({ region: server.region, credentials: server.credentials }),
        forBedrock.openai({ baseURL: `${gateway.url}/v1`, apiKey: 'key' }),
      ),
    )
    await askByFetch(gateways.createFetch(gateways.gateway(atGateway)))
    assert.equal(typeof describeModel(model), 'object')
  } finally {
    await Promise.all([server.close(), gateway.close()])
  }
}

async function askOpenAI(client) {
  const completion = await client.chat.completions.create({ model, messages })
  assert.equal(completion.choices[0].message.content, answer)
  let text = ''
  for await (const chunk of await client.chat.completions.create({ model, messages, stream: true }))
    text += chunk.choices[0]?.delta.content ?? ''
  assert.equal(text, answer)
}

async function askAnthropic(client) {
  const message = await client.messages.create({ model, max_tokens: 100, messages })
  assert.equal(message.content[0].text, answer)
  const stream = client.messages.stream({ model, max_tokens: 100, messages })
  assert.equal(await stream.finalText(), answer)
}

async function askLangChain(chat) {
  assert.equal((await chat.invoke(question)).content, answer)
  let text = ''
  for await (const chunk of await chat.stream(question)) text += chunk.content
  assert.equal(text, answer)
}

async function askBedrock(client) {
  const input = { modelId: model, messages: [{ role: 'user', content: [{ text: question }] }] }
  const { output } = await client.send(new ConverseCommand(input))
  assert.equal(output.message.content[0].text, answer)
}

async function askByFetch(fetch) {
  const response = await fetch('https://api.openai.com/v1/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages }),
  })
  assert.equal((await response.json()).choices[0].message.content, answer)
}

main().then(() => console.log('every entry point answered'))
