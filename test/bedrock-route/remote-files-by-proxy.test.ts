import { once } from 'node:events'
import { Agent, createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'

import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { bedrock, register } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import OpenAI4 from 'openai-4'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { versions } from '../openai/support/versions.ts'

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

let server: BedrockServer
/** What stands at the end of every proxy here. */
let files: Server
let port: number
const asked: { host: string | undefined; headers: string }[] = []
beforeAll(async () => {
  server = await createBedrockServer()
  files = createServer(({ headers }, response) => {
    asked.push({ host: headers.host, headers: JSON.stringify(headers) })
    response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.from(PNG, 'base64'))
  })
  files.listen(0, '127.0.0.1')
  await once(files, 'listening')
  port = (files.address() as AddressInfo).port
})
afterAll(async () => {
  files.closeAllConnections()
  files.close()
  await server.close()
})
beforeEach(() => {
  asked.length = 0
  server.reset()
})

const question = (url: string) => ({
  model,
  messages: [{ role: 'user' as const, content: [{ type: 'image_url' as const, image_url: { url } }] }],
})
const route = (options: Parameters<typeof bedrock>[0] = {}) =>
  bedrock({ region: server.region, endpoint: server.url, credentials: server.credentials, ...options })

/** As a proxy does, connects to the file server for every host that is not on this machine. */
async function createRelay() {
  // Node makes its dispatcher at the first request.
  await fetch('data:,')
  const own = Reflect.get(globalThis, Symbol.for('undici.globalDispatcher.1')) as {
    dispatch(call: { origin: string }, handler: unknown): boolean
  }
  return {
    dispatch: (call: { origin: string }, handler: unknown) =>
      own.dispatch(
        call.origin.startsWith('http://127.') ? call : { ...call, origin: `http://127.0.0.1:${port}` },
        handler,
      ),
  }
}

/** The same as an agent of Node's. */
class RelayAgent extends Agent {
  override createConnection(options: { host?: string; port?: number }) {
    const own = options.host === '127.0.0.1'
    return connect({ host: '127.0.0.1', port: own ? Number(options.port) : port })
  }
}

describe.each(versions.filter(({ major }) => major > 4))('$name with a proxy', ({ OpenAI }) => {
  it('has its remote images brought through it, without anything of its own', async () => {
    const fetchOptions = { dispatcher: (await createRelay()) as never }
    const client = register(new OpenAI({ apiKey: 'sk-secret', maxRetries: 0, fetchOptions }), route())
    const { choices } = await client.chat.completions.create(question('https://files.example/a.png'))
    expect(choices).toHaveLength(1)
    expect(asked).toHaveLength(1)
    expect(asked[0]?.headers).not.toContain('sk-secret')
  })

  it.each(['https://localhost/a.png', 'https://10.0.0.1/a.png', 'https://169.254.169.254/latest'])(
    'asks it for nothing private: %s',
    async (url) => {
      const fetchOptions = { dispatcher: (await createRelay()) as never }
      const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0, fetchOptions }), route())
      await expect(client.chat.completions.create(question(url))).rejects.toThrow(/public internet/)
      expect(asked).toEqual([])
    },
  )

  it('asks it for no name by plain http', async () => {
    const fetchOptions = { dispatcher: (await createRelay()) as never }
    const client = register(
      new OpenAI({ apiKey: 'unused', maxRetries: 0, fetchOptions }),
      route({ images: { allowHttp: true } }),
    )
    const call = client.chat.completions.create(question('http://files.example/a.png'))
    await expect(call).rejects.toThrow(/plain http/)
    expect(asked).toEqual([])
  })
})

describe('openai 4.104 with a proxy as its httpAgent', () => {
  const clientOf = (httpAgent: Agent) =>
    register(
      new OpenAI4({ apiKey: 'unused', maxRetries: 0, httpAgent, baseURL: 'http://127.0.0.1:9/v1' }),
      route({ images: { allowHttp: true } }),
    )

  it('has its remote images brought through it', async () => {
    const answer = await clientOf(new RelayAgent()).chat.completions.create(question('http://1.1.1.1/a.png'))
    expect(answer.choices).toHaveLength(1)
    expect(asked).toMatchObject([{ host: '1.1.1.1' }])
  })

  it('has them brought by checked connections where its agent is no proxy', async () => {
    const call = clientOf(new Agent()).chat.completions.create(question(`http://127.0.0.1:${port}/a.png`))
    await expect(call).rejects.toThrow(/public internet/)
    expect(asked).toEqual([])
  })
})

describe('a route that borrows an AWS client with a proxy', () => {
  it('has remote images brought through it', async () => {
    const agents = { httpAgent: new RelayAgent(), httpsAgent: new RelayAgent() as never }
    const client = new BedrockRuntimeClient({
      region: server.region,
      endpoint: server.url,
      credentials: server.credentials,
      requestHandler: new NodeHttpHandler(agents),
    })
    const { OpenAI } = versions.at(-1) as (typeof versions)[number]
    const openai = register(
      new OpenAI({ apiKey: 'unused', maxRetries: 0 }),
      bedrock({ client, images: { allowHttp: true } }),
    )
    const { choices } = await openai.chat.completions.create(question('http://1.1.1.1/a.png'))
    expect(choices).toHaveLength(1)
    expect(asked).toMatchObject([{ host: '1.1.1.1' }])
  })
})
