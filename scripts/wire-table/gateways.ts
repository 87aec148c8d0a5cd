import { altrum, bedrockAccessGateway, gateway, type GatewayRoute, javelin, portkey } from '@patchbay/sdk'
import { GATEWAY_KEY } from './operations.ts'

/** One gateway of the table. */
export interface GatewayColumn {
  readonly name: string
  /** The line of code that made the route, for the reader. */
  readonly code: string
  readonly create: (url: string) => GatewayRoute
  /** How this gateway words a refused key: status and body. */
  readonly failure: { readonly status: number; readonly json: unknown }
}

const unauthorized = {
  error: { message: 'Incorrect key', type: 'auth', code: 'invalid_api_key', param: null },
}
const AWS = {
  awsAccessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  awsSecretAccessKey: 'an-aws-secret',
  awsRegion: 'us-east-1',
}

/** The gateways of the table, each set up as its documents show it. */
export const GATEWAYS: readonly GatewayColumn[] = [
  {
    name: 'Javelin, unified endpoints',
    code: "javelin({ baseURL, apiKey, route: 'sampleroute1' })",
    create: (url) => javelin({ baseURL: url, apiKey: GATEWAY_KEY, route: 'sampleroute1' }),
    failure: { status: 401, json: { error: { code: '401', message: 'Unauthorized' } } },
  },
  {
    name: 'Javelin, query endpoints',
    code: "javelin({ baseURL, apiKey, route: 'sampleroute1', endpoints: 'query' })",
    create: (url) =>
      javelin({ baseURL: url, apiKey: GATEWAY_KEY, route: 'sampleroute1', endpoints: 'query' }),
    failure: { status: 401, json: { error: { code: '401', message: 'Unauthorized' } } },
  },
  {
    name: 'Portkey',
    code: "portkey({ baseURL, apiKey, provider: '@openai' })",
    create: (url) => portkey({ baseURL: url, apiKey: GATEWAY_KEY, provider: '@openai' }),
    failure: { status: 401, json: { status: 'failure', message: 'Invalid API Key' } },
  },
  {
    name: 'AltrumAI',
    code: 'altrum({ baseURL, apiKey, awsAccessKeyId, awsSecretAccessKey, awsRegion })',
    create: (url) => altrum({ baseURL: url, apiKey: GATEWAY_KEY, ...AWS }),
    failure: { status: 401, json: { detail: 'Invalid project key' } },
  },
  {
    name: 'bedrock-access-gateway',
    code: 'bedrockAccessGateway({ baseURL, apiKey })',
    create: (url) => bedrockAccessGateway({ baseURL: `${url}/api/v1`, apiKey: GATEWAY_KEY }),
    failure: { status: 401, json: { detail: 'Invalid API Key' } },
  },
  {
    name: 'Any other gateway',
    code: 'gateway({ baseURL, apiKey })',
    create: (url) => gateway({ baseURL: `${url}/v1`, apiKey: GATEWAY_KEY }),
    failure: { status: 401, json: unauthorized },
  },
]
