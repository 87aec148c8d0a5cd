import {
  altrum,
  bedrock,
  bedrockAccessGateway,
  gateway,
  javelin,
  openai,
  portkey,
  type Route,
} from '@patchbay/sdk'
import { TEST_CREDENTIALS } from '@patchbay/testing'

import { CLAUDE, type ClientKind, DEPLOYMENT, MODEL } from './kinds/kind.ts'

/** The gateway's own key in every route. */
export const ROUTE_KEY = 'key-of/the+gateway-8c1f'
/** The AWS secret that a route hands to its gateway. */
export const ROUTE_AWS_SECRET = 'aws/secret+of-the-route-77aa'

/** One way to route a client to a server. */
export interface RouteKind {
  readonly name: string
  /** Whether the server behind it speaks Bedrock's protocols. */
  readonly upstream: 'gateway' | 'bedrock'
  readonly create: (origin: string) => Route
}

// Azure's clients name their deployment.
const models = { [MODEL]: CLAUDE, [DEPLOYMENT]: CLAUDE }
const AWS = {
  awsAccessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  awsSecretAccessKey: ROUTE_AWS_SECRET,
  awsRegion: 'us-east-1',
}

const GATEWAYS: readonly RouteKind[] = [
  {
    name: 'javelin',
    upstream: 'gateway',
    create: (origin) => javelin({ baseURL: origin, apiKey: ROUTE_KEY, route: 'r' }),
  },
  {
    name: 'gateway',
    upstream: 'gateway',
    create: (origin) => gateway({ baseURL: `${origin}/v1`, apiKey: ROUTE_KEY }),
  },
  {
    name: 'portkey',
    upstream: 'gateway',
    create: (origin) => portkey({ baseURL: origin, apiKey: ROUTE_KEY, provider: '@slug' }),
  },
]

const CHAT_ONLY: readonly RouteKind[] = [
  {
    name: 'bedrockAccessGateway',
    upstream: 'gateway',
    create: (origin) => bedrockAccessGateway({ baseURL: `${origin}/api/v1`, apiKey: ROUTE_KEY }),
  },
  {
    name: 'altrum',
    upstream: 'gateway',
    create: (origin) => altrum({ baseURL: origin, apiKey: ROUTE_KEY, ...AWS }),
  },
]

const LOCAL_BEDROCK: RouteKind = {
  name: 'bedrock',
  upstream: 'bedrock',
  create: (origin) =>
    bedrock({
      region: 'us-east-1',
      endpoint: origin,
      credentials: TEST_CREDENTIALS,
      models,
      transport: 'auto',
    }),
}

const LOCAL_OPENAI: RouteKind = {
  name: 'openai',
  upstream: 'gateway',
  create: (origin) => openai({ baseURL: `${origin}/v1`, apiKey: ROUTE_KEY, models: { [CLAUDE]: MODEL } }),
}

/** The routes that a kind of client can be registered with. */
export function routesOf({ name, protocol }: ClientKind): readonly RouteKind[] {
  if (protocol === 'anthropic') return [...GATEWAYS, LOCAL_BEDROCK]
  if (protocol === 'bedrock') return [...GATEWAYS, LOCAL_OPENAI, LOCAL_BEDROCK]
  if (name.includes('Responses')) return [...GATEWAYS, LOCAL_BEDROCK]
  return [...GATEWAYS, ...CHAT_ONLY, LOCAL_BEDROCK]
}
