import { isObject } from '../../is-object.ts'
import { invalid, refusedByModel } from '../service-error.ts'
import { hasOpenObject } from './json-schema.ts'
import { firstRejection, type Rule } from './rule.ts'

export const toolSchemaIsAnObject: Rule = ({ body }) =>
  firstRejection(body.toolConfig?.tools ?? [], (tool, index) => {
    if (!tool.toolSpec) return undefined
    const path = `toolConfig.tools.${index}.toolSpec.inputSchema.json`
    const schema = tool.toolSpec.inputSchema.json
    if (!isObject(schema)) {
      return invalid(
        `The format of the value at ${path} is invalid. Provide a json object for the field and try again.`,
      )
    }
    return schema['type'] === 'object'
      ? undefined
      : invalid(`The value at ${path}.type must be one of the following: object.`)
  })

/** https://github.com/trycua/cua/issues/3303 and, for Nova, https://github.com/zed-industries/zed/issues/28521 */
export const toolSchemaRootIsPlain: Rule = ({ body, family }) =>
  firstRejection(body.toolConfig?.tools ?? [], ({ toolSpec }, index) => {
    const schema = toolSpec?.inputSchema.json
    const refused = isObject(schema) && family.refusedInSchemaRoot.find((keyword) => keyword in schema)
    if (!refused) return undefined
    return family.name.startsWith('claude')
      ? refusedByModel(
          `tools.${index}.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level`,
        )
      : refusedByModel(
          `Malformed input request: #/toolConfig/tools/${index}/toolSpec/inputSchema/json: extraneous key [${refused}] is not permitted, please reformat your input and try again.`,
        )
  })

/** https://github.com/aws-solutions-library-samples/accelerated-intelligent-document-processing-on-aws/issues/709: the root alone. */
export const toolPropertyKeysFit: Rule = ({ body, family: { propertyKey } }) =>
  firstRejection(body.toolConfig?.tools ?? [], ({ toolSpec }, index) => {
    const schema = toolSpec?.inputSchema.json
    const properties = isObject(schema) && isObject(schema['properties']) ? schema['properties'] : {}
    return propertyKey === null || Object.keys(properties).every((key) => propertyKey.test(key))
      ? undefined
      : refusedByModel(
          `tools.${index}.custom.input_schema.properties: Property keys should match pattern '${propertyKey.source}'`,
        )
  })

/** https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html: strict tools need closed objects. */
export const strictToolSchemasAreClosed: Rule = ({ body }) =>
  firstRejection(body.toolConfig?.tools ?? [], (tool, index) =>
    tool.toolSpec?.strict && hasOpenObject(tool.toolSpec.inputSchema.json)
      ? refusedByModel(
          `tools.${index}.custom: For 'object' type, 'additionalProperties' must be explicitly set to false`,
        )
      : undefined,
  )
