import { afterAll, afterEach, beforeAll } from 'vitest'
import { type RecordingServer, startServer } from '../../openai/support/recording-server.ts'
import { serving, type TestRoute } from '../../openai/support/test-routes.ts'
import { PROVIDER_KEY } from './models.ts'
import { answerLangChain } from './service.ts'

/** The provider of a test file's models, which also answers for its routes and tells which requests were routed. */
export interface Provider {
  readonly server: RecordingServer
  readonly origin: string
  /** What a `ChatOpenAI` of this provider is made from. */
  fields(): {
    model: string
    apiKey: string
    maxRetries: number
    configuration: { baseURL: string; defaultHeaders: Record<string, string> }
  }
  /** A route that answers every request as the provider would, and remembers them. */
  route(this: void, name?: string): TestRoute
  /** How many requests came by no route. */
  direct(this: void): number
  routed(this: void): number
}

/** Starts a provider before the tests of a file, and stops it afterwards. */
export function useProvider(): Provider {
  let server: RecordingServer
  beforeAll(async () => {
    server = await startServer(answerLangChain)
  })
  afterAll(() => server.close())
  afterEach(() => void server.received.splice(0))
  const direct = () => server.received.filter(({ headers }) => headers['x-routed'] === undefined).length
  return {
    get server() {
      return server
    },
    get origin() {
      return new URL(server.baseURL).origin
    },
    fields: () => ({
      model: 'm',
      apiKey: PROVIDER_KEY,
      maxRetries: 0,
      configuration: { baseURL: server.baseURL, defaultHeaders: { 'x-mine': '1' } },
    }),
    route: (name = 'test-local') =>
      serving((request) => fetch(server.baseURL + request.endpoint, marked(request.body)), name),
    direct,
    routed: () => server.received.length - direct(),
  }
}

/** Marked, so that the provider's own log tells routed requests from others. */
const marked = (body: RequestInit['body']): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-routed': 'yes' },
  ...(body !== undefined && { body }),
})
