import type { BedrockServer, GatewayServer } from '@patchbay/testing'

import type { Workspace } from './workspace.ts'

/** A strict Bedrock and a strict gateway on loopback, out of the packed `@patchbay/testing`. */
export interface Servers {
  readonly bedrock: BedrockServer
  readonly gateway: GatewayServer
  /** Where they are and what opens them, in the names that the projects read. */
  readonly environment: Readonly<
    Record<'GATEWAY_URL' | 'GATEWAY_API_KEY' | 'BEDROCK_ENDPOINT' | 'BEDROCK_API_KEY', string>
  >
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

const GATEWAY_API_KEY = 'gateway-key'

/** Calls `use` with two servers of its own, and closes them after it. */
export async function withServers<Value>(
  workspace: Workspace,
  use: (servers: Servers) => Promise<Value>,
): Promise<Value> {
  const testing = await workspace.testing()
  const bedrock = await testing.createBedrockServer()
  const gateway = await testing.createGatewayServer({
    expect: { authorization: `Bearer ${GATEWAY_API_KEY}` },
  })
  try {
    return await use({
      bedrock,
      gateway,
      environment: {
        GATEWAY_URL: `${gateway.url}/v1`,
        GATEWAY_API_KEY,
        BEDROCK_ENDPOINT: bedrock.url,
        BEDROCK_API_KEY: testing.TEST_BEARER_TOKEN,
      },
      credentials: testing.TEST_CREDENTIALS,
    })
  } finally {
    await Promise.all([bedrock.close(), gateway.close()])
  }
}
