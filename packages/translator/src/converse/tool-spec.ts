import type { Tool } from '@aws-sdk/client-bedrock-runtime'

import type { CallerFunction } from './caller-functions.ts'
import { toObjectSchema } from './json-schema.ts'
import type { RequestScope } from './request-scope.ts'
import { canBeStrict, toStrictSchema } from './response-format.ts'

/** A tool's definition. */
export type ToolSpec = NonNullable<Tool['toolSpec']>
/** A JSON Schema as the AWS SDK types it. */
type SchemaDocument = NonNullable<NonNullable<ToolSpec['inputSchema']>['json']>

/** A function as Converse has it. Without a schema it gets that of an empty object. */
export function toToolSpec(
  tool: CallerFunction,
  { context, warnings, toolNames }: Pick<RequestScope, 'context' | 'warnings' | 'toolNames'>,
): ToolSpec {
  const schema = toObjectSchema(tool.parameters)
  const { capabilities } = context.model
  const strict = tool.strict && canBeStrict(schema, capabilities)
  if (tool.strict && !strict) {
    warnings.add(
      'strict_not_supported',
      tool.strictPath,
      'strict was left out: the model does not support it, or an object in the schema lacks "additionalProperties": false.',
    )
  }
  return {
    name: toolNames.toBedrock(tool.name),
    ...(tool.description === undefined ? {} : { description: tool.description }),
    inputSchema: { json: (strict ? toStrictSchema(schema, capabilities) : schema) as SchemaDocument },
    ...(strict ? { strict } : {}),
  }
}

/** A tool that the history calls and the request no longer offers: Bedrock requires its definition. */
export function createPlaceholderSpec(name: string): ToolSpec {
  return { name, inputSchema: { json: toObjectSchema(undefined) as SchemaDocument } }
}
