import { describe } from 'vitest'

import { NOVA, hello, tool, testRejections } from '../../../test-support/converse-examples.ts'
import * as rules from './tool-schemas.ts'

describe('rules of the schemas of tools', () => {
  testRejections(Object.keys(rules), [
    {
      rule: 'toolSchemaIsAnObject',
      says: 'must be one of the following: object',
      body: { toolConfig: { tools: [tool('a', { type: 'string' })] }, messages: [hello] },
    },
    {
      rule: 'toolSchemaIsAnObject',
      says: 'Provide a json object',
      body: { toolConfig: { tools: [tool('a', [])] }, messages: [hello] },
    },
    {
      rule: 'toolSchemaRootIsPlain',
      says: 'tools.0.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level',
      body: { toolConfig: { tools: [tool('a', { type: 'object', anyOf: [] })] }, messages: [hello] },
    },
    {
      rule: 'toolSchemaRootIsPlain',
      says: 'toolSpec/inputSchema/json: extraneous key [definitions] is not permitted',
      model: NOVA,
      body: { toolConfig: { tools: [tool('a', { type: 'object', definitions: {} })] }, messages: [hello] },
    },
    {
      rule: 'toolPropertyKeysFit',
      says: "tools.0.custom.input_schema.properties: Property keys should match pattern '^[a-zA-Z0-9_.-]{1,64}$'",
      body: {
        toolConfig: { tools: [tool('a', { type: 'object', properties: { 'filter[id]': {} } })] },
        messages: [hello],
      },
    },
    {
      rule: 'strictToolSchemasAreClosed',
      says: 'additionalProperties',
      body: { toolConfig: { tools: [tool('a', { type: 'object' }, { strict: true })] }, messages: [hello] },
    },
  ])
})
