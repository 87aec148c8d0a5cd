import type { Tool } from '@aws-sdk/client-bedrock-runtime'

import type { CallerFunction } from './caller-functions.ts'
import { toObjectSchema } from './json-schema.ts'
import type { PropertyNames } from './property-names.ts'
import type { RequestScope } from './request-scope.ts'
import { canBeStrict, toStrictSchema } from './response-format.ts'
import type { StrictBudget } from './strict-budget.ts'
import { fitToolSchema } from './tool-schema.ts'

/** A tool's definition. */
export type ToolSpec = NonNullable<Tool['toolSpec']>
/** A JSON Schema as the AWS SDK types it. */
type SchemaDocument = NonNullable<NonNullable<ToolSpec['inputSchema']>['json']>

/** A tool's definition, and which of its properties have other names there. */
export interface TranslatedTool {
  readonly spec: ToolSpec & { readonly name: string }
  readonly propertyNames: PropertyNames
}

/** A function as Converse has it. Without a schema it gets that of an empty object. */
export function toToolSpec(
  tool: CallerFunction,
  { context, warnings, toolNames }: Pick<RequestScope, 'context' | 'warnings' | 'toolNames'>,
  budget: StrictBudget,
): TranslatedTool {
  const { capabilities } = context.model
  const fitted = fitToolSchema(toObjectSchema(tool.parameters), tool.parametersPath, capabilities, warnings)
  const able = tool.strict && canBeStrict(fitted.schema, capabilities)
  const strict = able && budget.take(fitted.schema, 'tool')
  if (tool.strict && !strict) {
    warnings.add(
      'strict_not_supported',
      tool.strictPath,
      able
        ? 'strict was left out: the model takes only so many strict tools, optional properties and unions in one request.'
        : 'strict was left out: the model does not support it, or an object in the schema lacks "additionalProperties": false.',
    )
  }
  const schema = strict ? toStrictSchema(fitted.schema, capabilities) : fitted.schema
  return {
    spec: {
      name: toolNames.toBedrock(tool.name),
      ...(tool.description === undefined ? {} : { description: tool.description }),
      inputSchema: { json: schema as SchemaDocument },
      ...(strict ? { strict } : {}),
    },
    propertyNames: fitted.names,
  }
}

/** A tool that the history calls and the request no longer offers: Bedrock requires its definition. */
export function createPlaceholderSpec(name: string): ToolSpec {
  return { name, inputSchema: { json: toObjectSchema(undefined) as SchemaDocument } }
}
