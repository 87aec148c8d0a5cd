import type { OutputConfig, Tool } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'

import type { WarningCollector } from '../context.ts'
import { isObject } from '../json-shape.ts'
import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'
import { TranslationError } from '../translation-error.ts'
import {
  isClosedSchema,
  isEnforceableSchema,
  toObjectSchema,
  toStructuredSchema,
  type JsonSchema,
} from './json-schema.ts'

type ToolSpec = NonNullable<Tool['toolSpec']>
type SchemaDocument = NonNullable<NonNullable<ToolSpec['inputSchema']>['json']>

/** What `response_format` asks of the rest of the request. */
export interface ResponseFormatFields {
  /** The service itself holds the model to the schema. */
  readonly outputConfig?: OutputConfig
  /** A tool whose arguments are the answer. */
  readonly tool?: ToolSpec
  /** A sentence for the system text. */
  readonly instruction?: string
}

const TOOL_NAME = 'structured_output'
const JSON_ONLY =
  'Answer with a single JSON object and nothing else: no text before or after it, and no code fence around it.'

/**
 * OpenAI → Converse: `response_format`. A JSON schema is `outputConfig` where the model has it, else a tool that
 * stands in for the answer, else an instruction; `json_object` is an instruction.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html
 *
 * @param takenNames - Bedrock's names of the caller's tools
 * @throws TranslationError (400) for a schema that is not an object
 */
export function toResponseFormat(
  body: { readonly response_format?: ChatCompletionCreateParams['response_format'] | undefined },
  capabilities: ModelCapabilities,
  takenNames: ReadonlySet<string>,
  warnings: WarningCollector,
): ResponseFormatFields {
  const format = body.response_format ?? undefined
  if (format === undefined || format.type === 'text') return {}
  if (format.type === 'json_object') return { instruction: JSON_ONLY }
  if (format.type !== 'json_schema') {
    throw new TranslationError('response_format.type must be text, json_object or json_schema.', {
      param: 'response_format.type',
    })
  }
  const { name, description, schema } = readSchema(format.json_schema)
  if (capabilities.structuredOutput && isEnforceableSchema(schema))
    return nativeFormat(name, description, schema)
  if (capabilities.tools) return toolFormat(name, description, schema, takenNames)
  warnings.add(
    'response_format_not_enforced',
    'response_format',
    'This model has neither structured output nor tools: the schema became an instruction, which it may not follow.',
  )
  return { instruction: `${JSON_ONLY} It must match this JSON Schema: ${JSON.stringify(schema)}` }
}

function readSchema(definition: unknown): {
  name: string
  description: string | undefined
  schema: JsonSchema
} {
  const { name, description, schema } = isObject(definition) ? definition : {}
  const type = isObject(schema) ? schema['type'] : undefined
  if (
    schema !== undefined &&
    schema !== null &&
    (!isObject(schema) || (type !== undefined && type !== 'object'))
  ) {
    throw new TranslationError('response_format.json_schema.schema must be a JSON Schema of type "object".', {
      param: 'response_format.json_schema.schema',
    })
  }
  return {
    name: typeof name === 'string' ? name : '',
    description: typeof description === 'string' && description.trim() !== '' ? description : undefined,
    schema: toObjectSchema(schema),
  }
}

function nativeFormat(
  name: string,
  description: string | undefined,
  schema: JsonSchema,
): ResponseFormatFields {
  const jsonSchema = {
    schema: JSON.stringify(toStructuredSchema(schema)),
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
  const tool: ToolSpec = {
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

/** Whether a tool may be sent with `strict`: the model has it, and every object of the schema is closed. */
export function canBeStrict(
  schema: JsonSchema,
  capabilities: Pick<ModelCapabilities, 'structuredOutput'>,
): boolean {
  return capabilities.structuredOutput && isClosedSchema(schema) && isEnforceableSchema(schema)
}
