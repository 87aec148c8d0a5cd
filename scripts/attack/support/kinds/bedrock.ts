import type { BedrockRuntimeClient, BedrockRuntimeClientConfig } from '@aws-sdk/client-bedrock-runtime'
import { register } from '@patchbay/sdk'
import { TEST_CREDENTIALS } from '@patchbay/testing'
import { FetchHttpHandler } from '@smithy/fetch-http-handler'
import { NodeHttpHandler } from '@smithy/node-http-handler'

import { type Sdk, VERSIONS } from '../../../../test/bedrock/support/clients.ts'
import { CLAUDE, type ClientKind, joined, QUESTION } from './kind.ts'

const ask = { modelId: CLAUDE, messages: [{ role: 'user' as const, content: [{ text: QUESTION }] }] }

type Make = (provider: string, retries: number) => BedrockRuntimeClient

const at =
  (sdk: Sdk, config: () => BedrockRuntimeClientConfig = () => ({})): Make =>
  (endpoint, retries) =>
    new sdk.BedrockRuntimeClient({
      region: 'us-east-1',
      endpoint,
      credentials: TEST_CREDENTIALS,
      maxAttempts: retries + 1,
      ...config(),
    })

function converse(name: string, sdk: Sdk, make: Make): ClientKind {
  return {
    name,
    protocol: 'bedrock',
    make({ provider, retries }) {
      const client = make(provider, retries)
      return {
        client,
        route: (route) => void register(client, route),
        plain: async () => {
          const { output } = await client.send(new sdk.ConverseCommand(ask))
          return output?.message?.content?.map(({ text }) => text ?? '').join('') ?? ''
        },
        stream: async () => {
          const { stream } = await client.send(new sdk.ConverseStreamCommand(ask))
          return joined(stream, ({ contentBlockDelta }) => contentBlockDelta?.delta?.text)
        },
      }
    },
  }
}

interface ClaudePart {
  readonly content?: readonly { readonly text?: string }[]
  readonly delta?: { readonly text?: string }
}

const parsed = (bytes: Uint8Array | undefined): ClaudePart =>
  bytes === undefined ? {} : (JSON.parse(Buffer.from(bytes).toString()) as ClaudePart)

/** InvokeModel with a Claude's body. */
function invoke(name: string, sdk: Sdk, make: Make): ClientKind {
  const body = JSON.stringify({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 100,
    messages: [{ role: 'user', content: QUESTION }],
  })
  const input = { modelId: CLAUDE, contentType: 'application/json', body }
  return {
    name,
    protocol: 'bedrock',
    make({ provider, retries }) {
      const client = make(provider, retries)
      return {
        client,
        route: (route) => void register(client, route),
        plain: async () => {
          const answer = await client.send(new sdk.InvokeModelCommand(input))
          return (
            parsed(answer.body)
              .content?.map(({ text }) => text ?? '')
              .join('') ?? ''
          )
        },
        stream: async () => {
          const answer = await client.send(new sdk.InvokeModelWithResponseStreamCommand(input))
          return joined(answer.body, ({ chunk }) => parsed(chunk?.bytes).delta?.text)
        },
      }
    },
  }
}

const [v704, v901, newest] = VERSIONS

/** The AWS SDK's client, by version and transport. */
export const BEDROCK_KINDS: readonly ClientKind[] = [
  converse('BedrockRuntimeClient 3.704', v704.sdk, at(v704.sdk)),
  converse('BedrockRuntimeClient 3.901', v901.sdk, at(v901.sdk)),
  converse('BedrockRuntimeClient, HTTP/2', newest.sdk, at(newest.sdk)),
  converse(
    'BedrockRuntimeClient, HTTP/1.1',
    newest.sdk,
    at(newest.sdk, () => ({ requestHandler: new NodeHttpHandler() })),
  ),
  converse(
    'BedrockRuntimeClient, fetch',
    newest.sdk,
    at(newest.sdk, () => ({ requestHandler: new FetchHttpHandler() })),
  ),
  invoke('BedrockRuntimeClient, InvokeModel', newest.sdk, at(newest.sdk)),
]
