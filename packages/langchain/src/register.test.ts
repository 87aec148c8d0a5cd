import { StringOutputParser } from '@langchain/core/output_parsers'
import { ChatOpenAI } from '@langchain/openai'
import { configure, gateway, UnknownRouteError } from '@patchbay/core'
import { createGatewayServer, type GatewayServer, trap as createTrap, type Trap } from '@patchbay/testing'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { register, registrationOf, unregister } from './index.ts'

let server: GatewayServer
let trap: Trap

beforeAll(async () => {
  server = await createGatewayServer({ forbid: ['api-key'] })
  trap = await createTrap()
})
afterAll(async () => {
  await server.close()
  await trap.close()
})
afterEach(() => configure(null))

const model = () =>
  new ChatOpenAI({ model: 'm', apiKey: 'sk', maxRetries: 0, configuration: { baseURL: `${trap.url}/v1` } })
const toGateway = () => gateway({ baseURL: `${server.url}/v1`, apiKey: 'key' })

it('registers, routes and unregisters', async () => {
  const llm = model()
  expect(registrationOf(llm)).toBeUndefined()
  expect(register(llm, toGateway())).toBe(llm)
  expect(registrationOf(llm)).toMatchObject({ kind: 'langchain', route: { name: 'gateway' } })
  server.enqueue({ text: 'through the gateway' })
  expect(await llm.pipe(new StringOutputParser()).invoke('x')).toBe('through the gateway')
  expect(trap.connectionCount).toBe(0)
  unregister(llm)
  expect(registrationOf(llm)).toBeUndefined()
  await expect(llm.invoke('x')).rejects.toThrow(/must not be reached/)
  expect(trap.connectionCount).toBe(1)
})

it('takes a route by its configured name, as it is at that moment', async () => {
  configure({ routes: { mine: toGateway() } })
  const llm = register(model(), 'mine')
  configure(null)
  server.enqueue({ text: 'still there' })
  expect((await llm.invoke('x')).text).toBe('still there')
  expect(() => register(model(), 'mine')).toThrow(UnknownRouteError)
})

it('takes a Bedrock model by its id, and serves it locally', () => {
  const llm = register(model(), 'us.anthropic.claude-sonnet-4-5-20250929-v1:0')
  expect(registrationOf(llm)).toMatchObject({ kind: 'langchain', route: { kind: 'local', name: 'bedrock' } })
})
