import { explainCommand } from '@patchbay/bedrock'
import {
  ConfigurationError,
  type Explanation,
  isRecord,
  PatchbayRequestError,
  type Route,
} from '@patchbay/core'

import type { ExplainOptions } from './explained-request.ts'

/** The commands of the AWS SDK by the ends of their paths. */
const COMMANDS = {
  converse: 'ConverseCommand',
  'converse-stream': 'ConverseStreamCommand',
  invoke: 'InvokeModelCommand',
  'invoke-with-response-stream': 'InvokeModelWithResponseStreamCommand',
  'count-tokens': 'CountTokensCommand',
} as const

/** A command of the AWS SDK, as far as it is told apart from an input. */
function isCommand(request: unknown): request is object {
  return isRecord(request) && typeof request['resolveMiddleware'] === 'function' && isRecord(request['input'])
}

/** What a command is made of; every other request is that itself. */
export function inputOf(request: unknown): unknown {
  return isCommand(request) ? (request as { readonly input: unknown }).input : request
}

/** The end of the path that a request is for, where it is one of a Bedrock client. */
export function commandPath(request: unknown, endpoint: string | undefined): string | undefined {
  const last = endpoint?.split('/').at(-1) ?? ''
  return isCommand(request) || Object.hasOwn(COMMANDS, last) ? last : undefined
}

/**
 * Sends a command as a Bedrock client would, up to its request handler.
 *
 * @throws PatchbayRequestError for a refusal
 */
export async function sendCommand(
  route: Route,
  request: unknown,
  { endpoint = '/converse', client }: ExplainOptions,
  explanation: Explanation,
  signal: AbortSignal,
): Promise<never> {
  const command = isCommand(request) ? request : await createCommand(request, endpoint)
  const sender = client ?? (await createClient())
  try {
    return await explainCommand(sender, command, route, explanation, signal)
  } catch (error) {
    throw toRefusal(error)
  }
}

async function createCommand(input: unknown, endpoint: string): Promise<object> {
  const name = endpoint.split('/').at(-1) ?? ''
  if (!Object.hasOwn(COMMANDS, name))
    throw new ConfigurationError(
      `explain(): \`endpoint\` of a Bedrock client must be ${Object.keys(COMMANDS)
        .map((one) => `/${one}`)
        .join(', ')}, or give it the command itself.`,
    )
  const Command = (await loadSDK())[COMMANDS[name as keyof typeof COMMANDS]]
  return new (Command as new (input: unknown) => object)(input)
}

async function createClient(): Promise<object> {
  const { BedrockRuntimeClient } = await loadSDK()
  return new BedrockRuntimeClient({})
}

async function loadSDK() {
  try {
    return await import('@aws-sdk/client-bedrock-runtime')
  } catch (cause) {
    throw new ConfigurationError(
      'explain(): the endpoints of Bedrock clients need @aws-sdk/client-bedrock-runtime: install it, or give the command itself.',
      { cause },
    )
  }
}

/** The SDK's exceptions are what the route has refused. */
function toRefusal(error: unknown): unknown {
  if (!(error instanceof Error) || !('$metadata' in error)) return error
  const { httpStatusCode } = error.$metadata as { readonly httpStatusCode?: number }
  return new PatchbayRequestError(error.message, { status: httpStatusCode, code: error.name, cause: error })
}
