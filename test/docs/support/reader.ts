import * as langchain from '@langchain/openai'
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { createOpenAI } from '@ai-sdk/openai'
import { bedrock, register } from '@patchbay/sdk'
import * as patchbay from '@patchbay/sdk'
import {
  type BedrockServer,
  createBedrockServer,
  createGatewayServer,
  type GatewayServer,
  TEST_BEARER_TOKEN,
} from '@patchbay/testing'
import { generateText } from 'ai'
import OpenAI from 'openai'

import { awsEnvironment } from './aws-environment.ts'

/** What a reader of the documentation has: an AWS account, a gateway, and the names that short samples use. */
export interface Reader {
  readonly bedrock: BedrockServer
  readonly gateway: GatewayServer
  /** Addresses that stand for the reader's own, by the servers that are there. */
  readonly addresses: Readonly<Record<string, string>>
  readonly environment: Readonly<Record<string, string>>
  /** Fresh ones for each sample. Their types are in `sample-globals.d.ts`. */
  readonly globals: () => Record<string, unknown>
  readonly close: () => Promise<unknown>
}

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'

export async function createReader(): Promise<Reader> {
  const [aws, gateway] = await Promise.all([createBedrockServer(), createGatewayServer()])
  return {
    bedrock: aws,
    gateway,
    addresses: addressesOf(gateway),
    environment: environmentOf(aws, gateway),
    globals: () => globalsOf(gateway),
    close: () => Promise.all([aws.close(), gateway.close()]),
  }
}

const addressesOf = ({ url }: GatewayServer) => ({
  'https://your-api-domain.com': url,
  'https://bag.example.com/api/v1': `${url}/api/v1`,
  'https://litellm.example.com/v1': `${url}/v1`,
  'http://localhost:11434/v1': `${url}/v1`,
  'http://localhost:8000/v1': `${url}/v1`,
})

function environmentOf(aws: BedrockServer, gateway: GatewayServer): Record<string, string> {
  return {
    ...awsEnvironment(aws),
    AWS_BEARER_TOKEN_BEDROCK: TEST_BEARER_TOKEN,
    PATCHBAY_GATEWAY: 'javelin',
    JAVELIN_BASE_URL: gateway.url,
    JAVELIN_API_KEY: 'javelin-key',
    PORTKEY_BASE_URL: `${gateway.url}/v1`,
    PORTKEY_API_KEY: 'portkey-key',
    ALTRUM_BASE_URL: `${gateway.url}/v1`,
    ACME_BASE_URL: gateway.url,
    ACME_API_KEY: 'acme-key',
    OPENAI_API_KEY: 'sk-stays-at-home',
    ANTHROPIC_API_KEY: 'sk-ant-stays-at-home',
    AZURE_OPENAI_API_KEY: 'azure-stays-at-home',
    AZURE_OPENAI_API_INSTANCE_NAME: 'instance',
    AZURE_OPENAI_API_DEPLOYMENT_NAME: 'gpt-4o',
    AZURE_OPENAI_API_VERSION: '2024-10-21',
  }
}

function globalsOf(gateway: GatewayServer): Record<string, unknown> {
  return {
    ...patchbay,
    ...langchain,
    OpenAI,
    BedrockRuntimeClient,
    createOpenAI,
    generateText,
    client: register(new OpenAI({ apiKey: 'unused' }), bedrock({ region: 'us-east-1' })),
    route: bedrock({ region: 'us-east-1' }),
    body: { messages: [] },
    messages: [{ role: 'user', content: 'Say exactly: hello' }],
    model: CLAUDE,
    modelId: CLAUDE,
    apiKey: 'gateway-key',
    apiVersion: '2024-10-21',
    baseURL: gateway.url,
    endpoint: 'https://my-resource.openai.azure.com',
    region: 'us-east-1',
    javelinKey: 'javelin-key',
    awsAccessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    awsSecretAccessKey: 'secret',
    awsSessionToken: 'token',
  }
}
