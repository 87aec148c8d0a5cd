import { isObject } from '../../is-object.ts'
import { invalid, refusedByModel } from '../service-error.ts'
import { firstRejection, type Rule } from './rule.ts'

export const toolsAreTaken: Rule = ({ body, family }) =>
  body.toolConfig && !family.tools ? invalid("This model doesn't support tool use.") : undefined

export const streamedToolsAreTaken: Rule = ({ body, family, streaming }) =>
  body.toolConfig && streaming && !family.streamedTools
    ? invalid("This model doesn't support tool use in streaming mode.")
    : undefined

export const toolChoiceIsTaken: Rule = ({ body, family }) => {
  const choice = body.toolConfig?.toolChoice ?? {}
  if ((choice.any ?? choice.tool) && family.name.startsWith('claude') && family.toolChoice.length === 0) {
    return refusedByModel('tool_choice: type "tool" and "any" are not supported for this model.')
  }
  return firstRejection(['any', 'tool'] as const, (kind) =>
    choice[kind] && !family.toolChoice.includes(kind)
      ? invalid(
          `This model doesn't support the toolConfig.toolChoice.${kind} field. Remove toolConfig.toolChoice.${kind} and try again.`,
        )
      : undefined,
  )
}

export const toolChoiceNamesATool: Rule = ({ body }) => {
  const name = body.toolConfig?.toolChoice?.tool?.name
  const known = body.toolConfig?.tools.some((tool) => tool.toolSpec?.name === name)
  return name !== undefined && !known
    ? refusedByModel(`Tool '${name}' not found in provided tools`)
    : undefined
}

/** A choice in Anthropic's own form: https://github.com/BerriAI/litellm/issues/36536 and /34347, anthropic-sdk-typescript#592 */
export const nativeToolChoiceFits: Rule = ({ body, additionalFields, family }) => {
  const native = additionalFields['tool_choice']
  if (!isObject(native) || family.additionalFields === null) return undefined
  const said = (['auto', 'any', 'tool'] as const).find((kind) => body.toolConfig?.toolChoice?.[kind])
  if (said !== undefined && native['type'] !== undefined) {
    return invalid(
      `The additional field tool_choice/type conflicts with the existing field toolConfig.toolChoice.${said}. Remove tool_choice/type and try again.`,
    )
  }
  if (said === undefined && native['type'] === undefined) return refusedByModel('missing field `type`')
  return 'disable_parallel_tool_use' in native && !family.parallelToolControl
    ? invalid(
        'Malformed input request: #: subject must not be valid against schema {"required":["messages"]}#/tool_choice: extraneous key [disable_parallel_tool_use] is not permitted, please reformat your input and try again.',
      )
    : undefined
}

export const toolNamesAreUnique: Rule = ({ body }) => {
  const names = (body.toolConfig?.tools ?? []).flatMap((tool) => tool.toolSpec?.name ?? [])
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  return twice === undefined
    ? undefined
    : invalid(`The toolConfig field contains duplicate tool names: ${twice}. Tool names must be unique.`)
}
