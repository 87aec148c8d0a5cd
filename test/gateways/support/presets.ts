import {
  altrum,
  bedrockAccessGateway,
  type CommonGatewayOptions,
  gateway,
  type GatewayRoute,
  javelin,
  portkey,
} from '@patchbay/core'

/** The gateway's own key in every route of these tests, and the AWS secret of those that take one. */
export const GATEWAY_KEY = 'key-of-the-gateway-8c1f'
export const AWS_SECRET = 'aws-secret-of-the-route-77aa'

/** One way to set up a gateway. */
export interface PresetCase {
  readonly name: string
  /** Whether it serves chat completions only. */
  readonly chatOnly: boolean
  /** What becomes of the caller's provider key. */
  readonly credentials: 'forward' | 'strip'
  /** A route to the gateway at `origin`. */
  readonly create: (origin: string, options?: CommonGatewayOptions) => GatewayRoute
}

const AWS = {
  awsAccessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  awsSecretAccessKey: AWS_SECRET,
  awsRegion: 'us-east-1',
}

type Create = (options: CommonGatewayOptions & { baseURL: string; apiKey: string }) => GatewayRoute

const preset = (
  name: string,
  credentials: PresetCase['credentials'],
  create: Create,
  base = '',
): PresetCase => ({
  name,
  credentials,
  chatOnly: name.startsWith('altrum'),
  create: (origin, options) => create({ baseURL: origin + base, apiKey: GATEWAY_KEY, ...options } as never),
})

/** Every preset, in each of its forms. */
export const presetCases: readonly PresetCase[] = [
  preset('javelin, unified', 'forward', (options) => javelin({ ...options, route: 'r' })),
  preset('javelin, query', 'forward', (options) => javelin({ ...options, route: 'r', endpoints: 'query' })),
  preset('portkey, catalogue', 'strip', (options) => portkey({ ...options, provider: '@slug' })),
  preset('portkey, provider', 'forward', (options) => portkey({ ...options, provider: 'openai' })),
  preset('portkey, bedrock', 'strip', (options) => portkey({ ...options, provider: 'bedrock', ...AWS })),
  preset('altrum, amazon-bedrock', 'strip', (options) => altrum({ ...options, ...AWS })),
  preset('altrum, openai', 'forward', (options) => altrum({ ...options, provider: 'openai' })),
  preset('bedrock-access-gateway', 'strip', bedrockAccessGateway, '/api/v1'),
  preset('gateway', 'strip', gateway, '/v1'),
]
