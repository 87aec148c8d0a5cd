import type { ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime'

import type { WarningCollector } from '../context.ts'
import { reject } from '../json-shape.ts'
import { isStoredPrompt } from '../model-facts/model-id.ts'

/**
 * Refuses what only Converse can do, and no API of OpenAI's: to leave it out would change what the caller gets.
 *
 * @throws TranslationError (400) for stored prompts and their variables, and for guardrails
 */
export function refuseBedrockOnly(input: ConverseCommandInput): void {
  if (isStoredPrompt(input.modelId ?? '')) {
    reject(
      'modelId',
      'modelId is the ARN of a stored prompt, which only Bedrock knows: this route cannot serve it. Send the messages themselves.',
      'unsupported_parameter',
    )
  }
  for (const name of ['guardrailConfig', 'promptVariables'] as const) {
    if (input[name] !== undefined) {
      reject(
        name,
        `${name} has no counterpart in the OpenAI API: this route cannot serve it. Leave it out, or use a Bedrock route.`,
        'unsupported_parameter',
      )
    }
  }
}

/** Tools that only Bedrock runs are refused; marks for its prompt cache are left out with a warning. */
export function checkReverseTools(
  { toolConfig }: Pick<ConverseCommandInput, 'toolConfig'>,
  warnings: WarningCollector,
): void {
  for (const [index, tool] of (toolConfig?.tools ?? []).entries()) {
    const field = `toolConfig.tools[${index}]`
    if (tool.cachePoint !== undefined) {
      warnings.add('unsupported_cache_point', field, 'The backend takes no cache points; it was left out.')
    } else if (tool.toolSpec === undefined) {
      const kind = Object.keys(tool)[0] ?? 'tool'
      reject(
        `${field}.${kind}`,
        `${field}.${kind} is run by Bedrock, which this route does not use. Leave it out, or use a Bedrock route.`,
        'unsupported_parameter',
      )
    }
  }
}

/** OpenAI's service tiers that Bedrock has, too. */
export type SharedServiceTier = 'default' | 'flex' | 'priority'

/** The service tier, where OpenAI has it; a warning for what describes only an answer of Converse's. */
export function toSharedServiceTier(
  input: ConverseCommandInput,
  warnings: WarningCollector,
): SharedServiceTier | undefined {
  for (const name of ['performanceConfig', 'additionalModelResponseFieldPaths'] as const) {
    if (input[name] === undefined) continue
    warnings.add(
      'unsupported_parameter',
      name,
      `${name} has no counterpart in the OpenAI API; it was left out.`,
    )
  }
  const tier = input.serviceTier?.type
  if (tier === undefined || tier === 'default' || tier === 'flex' || tier === 'priority') return tier
  warnings.add(
    'unsupported_parameter',
    'serviceTier',
    `OpenAI has no service tier "${tier}"; it was left out.`,
  )
  return undefined
}
