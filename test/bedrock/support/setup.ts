import type { BedrockRuntimeClient, BedrockRuntimeClientConfig } from '@aws-sdk/client-bedrock-runtime'
import { javelin, type JavelinOptions } from '@patchbay/core'
import { register } from '@patchbay/bedrock'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import { CREDENTIALS, type Sdk } from './clients.ts'
import {
  createForwardingGateway,
  type ForwardingGateway,
  type ForwardingGatewayOptions,
} from './forwarding-gateway.ts'

/** A provider that checks signatures, and a gateway in front of it. */
export interface Setup extends AsyncDisposable {
  readonly provider: BedrockServer
  readonly gateway: ForwardingGateway
  /** A client of the provider, signed and without retries unless `config` says otherwise. */
  client(sdk: Sdk, config?: BedrockRuntimeClientConfig): BedrockRuntimeClient
  /** Such a client, registered on Javelin at the gateway. */
  javelin(sdk: Sdk, options?: JavelinOptions, config?: BedrockRuntimeClientConfig): BedrockRuntimeClient
  /** What reached the provider without passing the gateway. */
  escaped(): number
}

export const JAVELIN_KEY = 'javelin-secret-key'

export async function createSetup(options: ForwardingGatewayOptions = {}): Promise<Setup> {
  const provider = await createBedrockServer()
  const gateway = await createForwardingGateway({ upstream: provider.url, ...options })
  const client: Setup['client'] = (sdk, config = {}) =>
    new sdk.BedrockRuntimeClient({
      region: 'us-east-1',
      endpoint: provider.url,
      credentials: CREDENTIALS,
      maxAttempts: 1,
      ...config,
    })
  return {
    provider,
    gateway,
    client,
    javelin: (sdk, route = {}, config = {}) =>
      register(client(sdk, config), javelin({ baseURL: gateway.url, apiKey: JAVELIN_KEY, ...route })),
    escaped: () => provider.requests.length - gateway.seen.length,
    async [Symbol.asyncDispose]() {
      await gateway.close()
      await provider.close()
    },
  }
}

/** Everything of a stream. */
export async function drain<Event>(stream: AsyncIterable<Event> | undefined): Promise<Event[]> {
  const events: Event[] = []
  for await (const event of stream ?? []) events.push(event)
  return events
}

/** The error that a promise rejects with. */
export async function failure(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise
  } catch (error) {
    return error as Error & Record<string, unknown>
  }
  throw new Error('it should have failed')
}
