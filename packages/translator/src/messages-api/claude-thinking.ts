import type { WarningCollector } from '../context.ts'
import { turnThinkingOff } from '../converse/explicit-thinking.ts'
import { isObject, type JsonObject } from '../json-shape.ts'
import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'

/**
 * A Messages request to Claude whose `thinking` of type `disabled` has the form that the model takes. A model that always
 * thinks gets the lowest effort, unless the request states one, with a warning.
 *
 * @returns the request itself where nothing is to be changed
 */
export function fitThinking(
  body: JsonObject,
  capabilities: ModelCapabilities,
  warnings: WarningCollector,
): JsonObject {
  const { thinking: asked, ...rest } = body
  const { reasoningOff } = capabilities
  if (!isObject(asked) || asked['type'] !== 'disabled') return body
  if (reasoningOff !== 'never' && reasoningOff !== 'between_tools') return body
  const { additionalFields } = turnThinkingOff('thinking', { capabilities, warnings })
  const { output_config: lowest, ...thinking } = additionalFields as JsonObject
  if (lowest === undefined) return { ...body, ...thinking }
  const stated = rest['output_config']
  return { ...rest, output_config: isObject(stated) ? { ...(lowest as JsonObject), ...stated } : lowest }
}
