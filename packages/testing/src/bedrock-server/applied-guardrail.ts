import type { RecordedRequest } from '../exchange/recorded-request.ts'
import { isObject } from '../is-object.ts'
import type { BedrockHost } from './native-apis/surfaces.ts'
import type { OperationName } from './router.ts'

/** A guardrail that Bedrock applies to a request. */
export interface AppliedGuardrail {
  readonly identifier: string
  readonly version: string
}

type Place = 'body' | 'headers'

/** Where an operation of Runtime is told of a guardrail. Those that are not here ignore it, and so does all of Mantle. */
const PLACES: Partial<Record<OperationName, Place>> = {
  Converse: 'body',
  ConverseStream: 'body',
  InvokeModel: 'headers',
  InvokeModelWithResponseStream: 'headers',
  CreateChatCompletion: 'headers',
  CreateMessage: 'headers',
}

/**
 * The guardrail that is applied: Responses and Mantle take the headers, answer with 200, and apply none.
 *
 * https://github.com/aws-samples/sample-per-model-bedrock (2026-08-21)
 */
export function appliedGuardrail(
  { headers, json }: Pick<RecordedRequest, 'headers' | 'json'>,
  operation: OperationName | undefined,
  host: BedrockHost,
): AppliedGuardrail | undefined {
  const place = operation === undefined || host === 'mantle' ? undefined : PLACES[operation]
  if (place === undefined) return undefined
  const config = isObject(json) && isObject(json['guardrailConfig']) ? json['guardrailConfig'] : {}
  const [identifier, version] =
    place === 'body'
      ? [config['guardrailIdentifier'], config['guardrailVersion']]
      : [headers['x-amzn-bedrock-guardrailidentifier'], headers['x-amzn-bedrock-guardrailversion']]
  return typeof identifier === 'string' && typeof version === 'string' ? { identifier, version } : undefined
}
