import { isAbsent, type JsonObject } from '../json-shape.ts'
import { EXTENSION_FIELDS } from './request-extensions.ts'
import type { RequestFields } from './request-table.ts'
import { readStated, type Stated } from './stated.ts'

/** A field that is meant for Bedrock itself; most requests have none. */
type ExtensionName = keyof typeof EXTENSION_FIELDS | 'metadata' | 'service_tier'

/** The fields of a request that are meant for Bedrock itself, which have the same names in every protocol. */
export type ExtensionIntent = { readonly [Name in ExtensionName]?: Stated | undefined }

/** Reads the extensions among the fields of a request. */
export function readExtensions(request: RequestFields): ExtensionIntent {
  const intent: { [Name in ExtensionName]?: Stated | undefined } = {}
  for (const name of Object.keys(request.fields))
    if (isExtension(name)) intent[name] = readStated(request, name)
  return intent
}

function isExtension(name: string): name is ExtensionName {
  return Object.hasOwn(EXTENSION_FIELDS, name) || name === 'metadata' || name === 'service_tier'
}

/** The caller's own `additionalModelRequestFields`. The request's table has refused what is no object. */
export function additionalFieldsOf(extensions: ExtensionIntent): Stated<JsonObject> | undefined {
  return extensions.additionalModelRequestFields as Stated<JsonObject> | undefined
}

/** The caller's own `thinking` object: of the request, else among the additional model fields. */
export function readThinking(extensions: ExtensionIntent): Stated | undefined {
  const additional = additionalFieldsOf(extensions)
  if (extensions.thinking !== undefined || additional === undefined) return extensions.thinking
  const { thinking: value } = additional.value
  return isAbsent(value) ? undefined : { value, path: `${additional.path}.thinking` }
}

/** Whether the request asks for one of Anthropic's betas, e.g. `interleaved-thinking-2025-05-14`. */
export function hasAnthropicBeta(extensions: ExtensionIntent, prefix: string): boolean {
  const stated = extensions.anthropic_beta?.value ?? additionalFieldsOf(extensions)?.value['anthropic_beta']
  if (stated === undefined) return false
  const names: unknown[] =
    typeof stated === 'string' ? stated.split(',') : Array.isArray(stated) ? stated : []
  return names.some((name) => typeof name === 'string' && name.trim().startsWith(prefix))
}
