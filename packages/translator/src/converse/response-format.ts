import type { OutputConfig, Tool } from '@aws-sdk/client-bedrock-runtime'

import { isAbsent, isObject, reject } from '../json-shape.ts'
import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'
import {
  isClosable,
  isClosedSchema,
  isEnforceableSchema,
  toObjectSchema,
  toStructuredSchema,
  type JsonSchema,
} from './json-schema.ts'
import type { PropertyNames } from './property-names.ts'
import type { RequestScope } from './request-scope.ts'
import type { Stated } from './stated.ts'
import type { StrictBudget } from './strict-budget.ts'
import { fitToolSchema } from './tool-schema.ts'

type ToolSpec = NonNullable<Tool['toolSpec']>
type SchemaDocument = NonNullable<NonNullable<ToolSpec['inputSchema']>['json']>

/** The form that the caller wants the answer's text in. */
export type ResponseFormatIntent =
  | { readonly type: 'text' | 'json_object'; readonly path: string }
  | {
      readonly type: 'json_schema'
      readonly path: string
      readonly schema: Stated
      readonly name?: unknown
      readonly description?: unknown
    }

/** What the form of the answer asks of the rest of the request. */
export interface ResponseFormatFields {
  /** The service itself enforces the schema. */
  readonly outputConfig?: OutputConfig
  /** A tool whose arguments are the answer. */
  readonly tool?: ToolSpec & { readonly name: string }
  /** The tool's properties that have other names there. */
  readonly propertyNames?: PropertyNames
  /** A sentence for the system text. */
  readonly instruction?: string
}

const TOOL_NAME = 'structured_output'
const JSON_ONLY =
  'Answer with a single JSON object and nothing else: no text before or after it, and no code fence around it.'

/**
 * The form of the answer. A JSON schema is `outputConfig` where the model has it and can be held to the schema, else a tool that
 * stands in for the answer, else an instruction; `json_object` is an instruction.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html
 *
 * @param takenNames - Bedrock's names of the caller's tools
 * @throws TranslationError (400) for a schema that is not an object
 */
export function toResponseFormat(
  format: ResponseFormatIntent | undefined,
  takenNames: ReadonlySet<string>,
  budget: StrictBudget,
  { context, warnings }: Pick<RequestScope, 'context' | 'warnings'>,
): ResponseFormatFields {
  const { capabilities } = context.model
  if (format === undefined || format.type === 'text') return {}
  if (format.type !== 'json_schema') return { instruction: JSON_ONLY }
  const schema = readSchema(format.schema)
  const name = typeof format.name === 'string' ? format.name : ''
  const description =
    typeof format.description === 'string' && format.description.trim() !== ''
      ? format.description
      : undefined
  if (canEnforce(schema, capabilities)) {
    if (budget.take(schema, 'answer')) {
      return nativeFormat(name, description, toStrictSchema(schema, capabilities))
    }
    warnings.add(
      'response_format_by_tool',
      format.schema.path,
      `${format.schema.path} has more optional properties or unions than the service can hold a model to: it became the input of a tool.`,
    )
  }
  if (capabilities.tools) {
    const { schema: fitted, names } = fitToolSchema(schema, format.schema.path, capabilities, warnings)
    return { ...toolFormat(name, description, fitted, takenNames), propertyNames: names }
  }
  warnings.add(
    'response_format_not_enforced',
    format.path,
    'This model has neither structured output nor tools: the schema became an instruction, which it may not follow.',
  )
  return { instruction: `${JSON_ONLY} It must match this JSON Schema: ${JSON.stringify(schema)}` }
}

function readSchema({ value, path }: Stated): JsonSchema {
  const type = isObject(value) ? value['type'] : undefined
  if (!isAbsent(value) && (!isObject(value) || (type !== undefined && type !== 'object'))) {
    reject(path, `${path} must be a JSON Schema of type "object".`)
  }
  return toObjectSchema(value)
}

function nativeFormat(
  name: string,
  description: string | undefined,
  schema: JsonSchema,
): ResponseFormatFields {
  const jsonSchema = {
    schema: JSON.stringify(schema),
    ...(name === '' ? {} : { name }),
    ...(description === undefined ? {} : { description }),
  }
  return { outputConfig: { textFormat: { type: 'json_schema', structure: { jsonSchema } } } }
}

function toolFormat(
  name: string,
  description: string | undefined,
  schema: JsonSchema,
  takenNames: ReadonlySet<string>,
): ResponseFormatFields {
  let toolName = TOOL_NAME
  for (let attempt = 2; takenNames.has(toolName); attempt += 1) toolName = `${TOOL_NAME}_${attempt}`
  const subject = name === '' ? 'the final answer' : `the final answer, "${name}"`
  const tool: ResponseFormatFields['tool'] = {
    name: toolName,
    description: `Gives ${subject}, in the required structure.${description === undefined ? '' : ` ${description}`}`,
    inputSchema: { json: schema as SchemaDocument },
  }
  return { tool }
}

/** The instruction for a model that cannot be forced to call the stand-in tool. */
export function toToolInstruction(toolName: string): string {
  return `Give your final answer only by calling the tool "${toolName}", never as text.`
}

/** Whether a tool may be sent with `strict`: the model has it, and takes the schema, whose objects have to be closed. */
export function canBeStrict(
  schema: JsonSchema,
  capabilities: Pick<ModelCapabilities, 'structuredOutput'>,
): boolean {
  const { structuredOutput } = capabilities
  return canEnforce(schema, capabilities) && (structuredOutput === 'any-schema' || isClosedSchema(schema))
}

function canEnforce(
  schema: JsonSchema,
  { structuredOutput }: Pick<ModelCapabilities, 'structuredOutput'>,
): boolean {
  return (
    structuredOutput === 'any-schema' ||
    (structuredOutput && isEnforceableSchema(schema) && isClosable(schema))
  )
}

/** A schema that the model is held to, without what the service refuses. */
export function toStrictSchema(
  schema: JsonSchema,
  { structuredOutput }: Pick<ModelCapabilities, 'structuredOutput'>,
): JsonSchema {
  return structuredOutput === 'any-schema' ? schema : toStructuredSchema(schema)
}
