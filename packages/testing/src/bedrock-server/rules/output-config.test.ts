import { describe } from 'vitest'

import {
  CLAUDE_3,
  CLAUDE_46,
  hello,
  outputConfig,
  closedSchema,
  testRejections,
  tool,
} from '../../../test-support/converse-examples.ts'
import * as rules from './output-config.ts'

const numbered = <Item>(count: number, create: (name: string) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => create(`p${index}`))
const closed = (properties: readonly (readonly [string, object])[]) => ({
  ...closedSchema,
  properties: Object.fromEntries(properties),
})
const strictTool = (name: string, schema: object) => tool(name, schema, { strict: true })

describe('rules of structured output', () => {
  testRejections(Object.keys(rules), [
    {
      rule: 'structuredOutputIsTaken',
      says: 'outputConfig.textFormat',
      model: CLAUDE_3,
      body: { messages: [hello], outputConfig: outputConfig(closedSchema) },
    },
    {
      rule: 'outputSchemaIsValid',
      says: 'additionalProperties',
      body: { messages: [hello], outputConfig: outputConfig({ type: 'object' }) },
    },
    {
      rule: 'outputSchemaIsValid',
      says: "property 'minimum' is not supported",
      body: { messages: [hello], outputConfig: outputConfig({ type: 'integer', minimum: 1 }) },
    },
    {
      rule: 'outputSchemaIsValid',
      says: 'not a valid JSON schema',
      body: { messages: [hello], outputConfig: outputConfig('x') },
    },
    {
      rule: 'strictSchemasAreWithinTheLimits',
      says: 'Too many strict tools (21)',
      body: {
        messages: [hello],
        toolConfig: { tools: numbered(21, (name) => strictTool(name, closedSchema)) },
      },
    },
    {
      rule: 'strictSchemasAreWithinTheLimits',
      says: 'too many optional parameters (25)',
      body: { messages: [hello], outputConfig: outputConfig(closed(numbered(25, (name) => [name, {}]))) },
    },
    {
      rule: 'strictSchemasAreWithinTheLimits',
      says: 'too many parameters with union types (17 parameters',
      body: {
        messages: [hello],
        toolConfig: {
          tools: [strictTool('a', closed(numbered(17, (name) => [name, { type: ['string', 'null'] }])))],
        },
      },
    },
    {
      rule: 'effortIsKnown',
      says: "should be 'low', 'medium', 'high', 'max'",
      model: CLAUDE_46,
      body: { messages: [hello], additionalModelRequestFields: { output_config: { effort: 'huge' } } },
    },
    {
      rule: 'effortIsKnown',
      says: 'does not support the effort parameter',
      model: CLAUDE_3,
      body: { messages: [hello], additionalModelRequestFields: { output_config: { effort: 'low' } } },
    },
    ...[CLAUDE_3, CLAUDE_46].map((model) => ({
      rule: 'effortIsAnAdditionalField' as const,
      says: 'outputConfig.effort',
      model,
      body: { messages: [hello], outputConfig: { effort: 'low' } },
    })),
  ])
})
