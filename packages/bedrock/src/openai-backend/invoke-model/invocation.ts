import type { ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime'
import { parseJSON } from '@patchbay/core'
import { type ChatInvocation, type Invocation, parseModelId, readInvocation } from '@patchbay/translator'
import { readBytes } from '../../body-bytes.ts'
import { backendProfile, withLimitName } from '../backend-profile.ts'
import { translated } from '../send-openai.ts'
import type { Service } from '../service.ts'
import { rejection } from '../backend-failure.ts'

/**
 * What an InvokeModel command asks for.
 *
 * @throws BackendFailure for bodies that are no JSON, or of no family that is understood, and for guardrails and prompts.
 */
export async function readInvocationCommand(service: Service): Promise<Invocation> {
  const { input } = service
  const modelId = typeof input['modelId'] === 'string' ? input['modelId'] : ''
  if (input['guardrailIdentifier'] !== undefined) refuse('guardrailIdentifier')
  if (parseModelId(modelId).kind === 'prompt') refuse('modelId, the ARN of a stored prompt,')
  const body = parse(new TextDecoder().decode(await readBytes(input['body'])))
  const invocation = translated(service, () => readInvocation(body, { modelId, id: crypto.randomUUID() }))
  return invocation.kind === 'converse'
    ? { ...invocation, input: { ...invocation.input, ...toServiceFields(input) } }
    : invocation
}

/** The request of a body that is a chat completion request already, as the route wants it. */
export function toBackendRequest({ route }: Service, { request }: ChatInvocation): object {
  return withLimitName(request, backendProfile(route))
}

/** What InvokeModel says in headers, as Converse says it. */
function toServiceFields(
  input: Service['input'],
): Pick<ConverseCommandInput, 'performanceConfig' | 'serviceTier'> {
  const { performanceConfigLatency: latency, serviceTier: tier } = input
  return {
    ...(latency === undefined ? {} : { performanceConfig: { latency: latency as 'standard' } }),
    ...(tier === undefined ? {} : { serviceTier: { type: tier as 'default' } }),
  }
}

function parse(text: string): unknown {
  const value = parseJSON(text)
  if (value !== undefined) return value
  throw rejection(
    'Malformed input request, please reformat your input and try again: the body is not JSON. Nothing was sent.',
  )
}

function refuse(what: string): never {
  throw rejection(
    `${what} has no counterpart in the OpenAI API: this route cannot serve it. Nothing was sent.`,
  )
}
