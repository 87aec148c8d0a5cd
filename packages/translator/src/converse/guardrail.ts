import type { GuardrailStreamConfiguration } from '@aws-sdk/client-bedrock-runtime'

import type { WarningCollector } from '../context.ts'
import { isObject } from '../json-shape.ts'
import type { Stated } from './stated.ts'
import { readMembers } from './structure-members.ts'

/**
 * `guardrailConfig`, its members in camel case or snake case.
 *
 * @param streaming - the request goes to ConverseStream, whose guardrail also has `streamProcessingMode`
 */
export function toGuardrail(
  stated: Stated | undefined,
  streaming: boolean,
  warnings: WarningCollector,
): GuardrailStreamConfiguration | undefined {
  if (!isObject(stated?.value)) return undefined
  const { value, path } = stated
  const config = readMembers(value, path, warnings, {
    guardrailIdentifier: 'guardrail_identifier',
    guardrailVersion: 'guardrail_version',
    trace: 'trace',
    streamProcessingMode: 'stream_processing_mode',
  })
  const { streamProcessingMode, ...common } = config
  if (streamProcessingMode !== undefined && !streaming) {
    warnings.add(
      'unsupported_parameter',
      `${path}.streamProcessingMode`,
      `${path}.streamProcessingMode has an effect only on streams; it was left out.`,
    )
    return common as GuardrailStreamConfiguration
  }
  return config as GuardrailStreamConfiguration
}
