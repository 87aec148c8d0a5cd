// Typical code without any SDK installed: routes, policies, configuration, the translator, and the servers for tests.
import * as root from '@patchbay/sdk'
import {
  altrum,
  bedrock,
  bedrockAccessGateway,
  configure,
  createFetch,
  fallback,
  gateway,
  javelin,
  listModels,
  loadBalance,
  openai,
  portkey,
  query,
  retry,
  type Route,
  timeout,
} from '@patchbay/sdk'
import * as forAnthropic from '@patchbay/sdk/anthropic'
import * as forBedrock from '@patchbay/sdk/bedrock'
import * as gateways from '@patchbay/sdk/gateways'
import * as forLangChain from '@patchbay/sdk/langchain'
import * as forOpenAI from '@patchbay/sdk/openai'
import {
  type BedrockServer,
  createBedrockServer,
  createGatewayServer,
  TEST_BEARER_TOKEN,
} from '@patchbay/testing'
import { describeModel } from '@patchbay/translator'

/** Whether two types are one, as the compiler sees it: not only assignable to each other. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

export const oneRoute: readonly [
  Same<root.Route, forOpenAI.Route>,
  Same<root.Route, forAnthropic.Route>,
  Same<root.Route, forLangChain.Route>,
  Same<root.Route, forBedrock.Route>,
  Same<root.Route, gateways.Route>,
  Same<root.Warning, gateways.Warning>,
  Same<root.ConfigurationError, forOpenAI.ConfigurationError>,
] = [true, true, true, true, true, true, true]

// A route of one entry point is a route of every other one.
export const anyRoute: Route = gateways.gateway({ baseURL: 'https://gateway.example/v1' })
export const ofOpenAI: gateways.Route = forOpenAI.bedrock()

// What the environment does not say is `undefined`, also with exactOptionalPropertyTypes.
const { AWS_REGION, BEDROCK_API_KEY, JAVELIN_API_KEY, PORTKEY_API_KEY, GATEWAY_API_KEY } = process.env
export const routes: Route[] = [
  bedrock(),
  bedrock({ region: AWS_REGION, apiKey: BEDROCK_API_KEY, endpoint: process.env['BEDROCK_ENDPOINT'] }),
  bedrock({
    region: 'us-east-1',
    credentials: {
      accessKeyId: 'id',
      secretAccessKey: 'secret',
      sessionToken: process.env['AWS_SESSION_TOKEN'],
    },
    models: { 'gpt-4o': 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' },
    onWarning: (warning) => console.warn(warning.code, warning.field, warning.message),
  }),
  bedrock({ credentials: async () => ({ accessKeyId: 'id', secretAccessKey: 'secret' }) }),
  openai({ baseURL: process.env['OPENAI_BASE_URL'], apiKey: process.env['OPENAI_API_KEY'] }),
  javelin({ apiKey: JAVELIN_API_KEY, route: 'sampleroute1' }),
  portkey({ apiKey: PORTKEY_API_KEY, provider: '@bedrock', metadata: { user: 'somebody' } }),
  altrum({ apiKey: 'key', provider: 'amazon-bedrock', awsRegion: AWS_REGION }),
  bedrockAccessGateway({ baseURL: 'https://gateway.example/api/v1', apiKey: GATEWAY_API_KEY }),
  gateway({ baseURL: 'https://gateway.example/v1', apiKey: GATEWAY_API_KEY, credentials: 'strip' }),
]
export const policy: Route = timeout(
  retry(
    fallback([
      ...routes,
      loadBalance([
        { route: bedrock(), weight: 2 },
        { route: javelin(), weight: 1 },
      ]),
    ]),
    { attempts: 2 },
  ),
  { firstToken: 10_000, total: undefined },
)

configure({ routes: { main: policy }, requireGateway: false })
configure(null)

export async function withoutClient(): Promise<unknown> {
  const send: typeof fetch = createFetch(policy)
  const response = await send('https://api.openai.com/v1/chat/completions', { method: 'POST', body: '{}' })
  const answer = await query('sampleroute1', { messages: [{ role: 'user', content: 'Hello' }] })
  return [response.status, answer, await listModels(bedrock({ region: AWS_REGION }))]
}

export function onError(error: unknown): string {
  if (error instanceof root.ConfigurationError) return error.code
  return error instanceof root.PatchbayRequestError ? String(error.status) : 'unknown'
}

export async function inTests(): Promise<string> {
  const server: BedrockServer = await createBedrockServer({ region: AWS_REGION ?? 'us-east-1' })
  const gatewayServer = await createGatewayServer({
    expect: { authorization: `Bearer ${TEST_BEARER_TOKEN}` },
  })
  server.enqueue({ text: 'Hello' }, { error: { type: 'ThrottlingException' } })
  await Promise.all([server.close(), gatewayServer.close()])
  return server.url
}

export const described = describeModel('us.anthropic.claude-sonnet-4-5-20250929-v1:0')

// @ts-expect-error a number is no route
fallback([1])
// @ts-expect-error the region is a text
bedrock({ region: 1 })
