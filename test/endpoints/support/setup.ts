import { bedrock, register } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach } from 'vitest'

type BedrockOptions = NonNullable<Parameters<typeof bedrock>[0]>
type ServerOptions = NonNullable<Parameters<typeof createBedrockServer>[0]>

/** A strict Bedrock for all tests of a file, and what is registered on it. */
export interface EndpointSetup {
  /** The server; there once the tests run. */
  readonly server: BedrockServer
  readonly route: (options?: BedrockOptions) => ReturnType<typeof bedrock>
  /** A client of the latest `openai`, without retries unless told otherwise, registered on a `bedrock()` route. */
  readonly clientOf: (options?: BedrockOptions, retries?: number) => OpenAI
}

/** Starts a server before the tests of a file, forgets its requests and scripts between them, and ends it after them. */
export function setUpEndpoint(serverOptions: ServerOptions = {}): EndpointSetup {
  let server: BedrockServer | undefined
  const running = (): BedrockServer => {
    if (server === undefined) throw new Error('The server runs only while tests do.')
    return server
  }
  beforeAll(async () => {
    server = await createBedrockServer(serverOptions)
  })
  beforeEach(() => running().reset())
  afterAll(() => running().close())
  const route = (options: BedrockOptions = {}) => {
    const { region, url, credentials } = running()
    return bedrock({ region, endpoint: url, credentials, ...options })
  }
  return {
    get server() {
      return running()
    },
    route,
    clientOf: (options, retries = 0) =>
      register(new OpenAI({ apiKey: 'sk-stays-at-home', maxRetries: retries }), route(options)),
  }
}
