import { describe } from 'vitest'

import {
  CLAUDE_3,
  CLAUDE_46,
  hello,
  outputConfig,
  closedSchema,
  testRejections,
} from '../../../test-support/converse-examples.ts'
import * as rules from './output-config.ts'

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
      rule: 'effortIsKnown',
      says: 'must be one of the following',
      model: CLAUDE_46,
      body: { messages: [hello], outputConfig: { effort: 'huge' } },
    },
    {
      rule: 'effortIsKnown',
      says: 'outputConfig.effort',
      model: CLAUDE_3,
      body: { messages: [hello], outputConfig: { effort: 'low' } },
    },
  ])
})
