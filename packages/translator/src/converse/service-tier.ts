import type { ServiceTier } from '@aws-sdk/client-bedrock-runtime'

import type { WarningCollector } from '../context.ts'
import { expectString, isObject } from '../json-shape.ts'
import type { Stated } from './stated.ts'

/** Bedrock's tiers that OpenAI has too. https://docs.aws.amazon.com/bedrock/latest/userguide/service-tiers-inference.html */
const SERVICE_TIERS = { priority: 'priority', default: 'default', flex: 'flex' } as const

/** Bedrock's tiers. */
const BEDROCK_TIERS: ReadonlySet<string> = new Set([...Object.keys(SERVICE_TIERS), 'reserved'])

/** The caller's tier, a name or an object with a `type`; `auto` is left out. */
export function toServiceTier(
  stated: Stated | undefined,
  warnings: WarningCollector,
): ServiceTier | undefined {
  if (stated === undefined) return undefined
  const { value, path } = stated
  const type = isObject(value) ? expectString(value['type'], `${path}.type`) : expectString(value, path)
  if (BEDROCK_TIERS.has(type)) return { type: type as NonNullable<ServiceTier['type']> }
  if (type !== 'auto') {
    warnings.add(
      'unsupported_parameter',
      path,
      `Bedrock has no service tier "${type}", only ${[...BEDROCK_TIERS].join(', ')}; it was left out.`,
    )
  }
  return undefined
}

/** The reverse, for OpenAI's protocols: the tier that served the request. `reserved` has no name on OpenAI's side. */
export function readServiceTier(tier: { readonly type?: string | undefined } | undefined): {
  service_tier?: keyof typeof SERVICE_TIERS
} {
  const type = tier?.type
  return type !== undefined && Object.hasOwn(SERVICE_TIERS, type)
    ? { service_tier: SERVICE_TIERS[type as keyof typeof SERVICE_TIERS] }
    : {}
}
