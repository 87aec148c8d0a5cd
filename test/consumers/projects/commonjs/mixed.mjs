// One process that imports some entry points and requires others has one configuration, one set of registrations, and error
// classes that are each other's.
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import * as imported from '@patchbay/sdk'
import * as importedBedrock from '@patchbay/sdk/bedrock'
import * as importedOpenAI from '@patchbay/sdk/openai'
import { createGatewayServer } from '@patchbay/testing'
import OpenAI from 'openai'
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const required = require('@patchbay/sdk')
const requiredOpenAI = require('@patchbay/sdk/openai')
const requiredGateways = require('@patchbay/sdk/gateways')

const gateway = await createGatewayServer()
const route = (sdk) => sdk.gateway({ baseURL: `${gateway.url}/v1`, apiKey: 'gateway-key' })
const newClient = () => new OpenAI({ apiKey: 'unused', maxRetries: 0 })

async function ask(client) {
  const completion = await client.chat.completions.create({
    model: 'gpt-4o',
    messages: [{ role: 'user', content: 'What is 12 + 30?' }],
  })
  assert.equal(completion.choices[0].message.content, '12 + 30 is 42.')
}

async function oneConfiguration() {
  const entries = [imported, importedOpenAI, required, requiredOpenAI]
  for (const configured of [imported, importedOpenAI, required, requiredOpenAI, requiredGateways])
    for (const registering of entries) {
      configured.configure({ routes: { 'a-route': route(imported) } })
      await ask(registering.register(newClient(), 'a-route'))
      configured.configure(null)
      assert.throws(() => registering.register(newClient(), 'a-route'), registering.UnknownRouteError)
    }
}

async function oneRegistration() {
  const before = gateway.requests.length
  const client = required.register(newClient(), route(imported))
  assert.equal(imported.registrationOf(client)?.kind, required.registrationOf(client)?.kind)
  assert.notEqual(importedOpenAI.registrationOf(client), undefined)
  // Registering again replaces the route, whoever does it: one request arrives for one call.
  await ask(imported.register(client, route(required)))
  assert.equal(gateway.requests.length, before + 1)
  requiredOpenAI.unregister(client)
  for (const entry of [imported, importedOpenAI, required, requiredOpenAI, requiredGateways])
    assert.equal(entry.registrationOf(client), undefined)
}

function oneSetOfErrors() {
  const entries = [imported, importedOpenAI, required, requiredOpenAI, requiredGateways]
  for (const throwing of [imported, importedOpenAI, required, requiredOpenAI]) {
    let thrown
    try {
      throwing.register({}, route(imported))
    } catch (error) {
      thrown = error
    }
    for (const entry of entries) {
      assert.ok(thrown instanceof entry.UnsupportedClientError)
      assert.ok(thrown instanceof entry.PatchbayError)
      assert.ok(!(thrown instanceof entry.ConfigurationError))
    }
  }
}

/** `transport: 'client'` keeps the AWS SDK's own HTTP/2, which this gateway does not speak: so it can be seen who sends. */
async function optionsOfTheLastRegistration() {
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'unused' }
  const client = new BedrockRuntimeClient({ region: 'us-east-1', credentials, maxAttempts: 1 })
  const messages = [{ role: 'user', content: [{ text: 'What is 12 + 30?' }] }]
  const call = () => client.send(new ConverseCommand({ modelId: 'gpt-4o', messages }))
  const arrived = async (times) => {
    const before = gateway.requests.length
    await call().catch(() => {})
    assert.equal(gateway.requests.length - before, times)
  }
  imported.register(client, route(imported))
  await arrived(1)
  importedBedrock.register(client, route(imported), { transport: 'client' })
  await arrived(0)
  required.register(client, route(required))
  await arrived(1)
  imported.unregister(client)
}

await oneConfiguration()
await oneRegistration()
oneSetOfErrors()
await optionsOfTheLastRegistration()
await gateway.close()
console.log('one state')
