import { describe } from 'vitest'

import {
  CLAUDE_3,
  LLAMA,
  MISTRAL,
  NOVA,
  TITAN,
  COHERE,
  user,
  assistant,
  text,
  hello,
  call,
  result,
  tool,
  toolConfig,
  toolLoop,
  testRejections,
} from '../../../test-support/converse-examples.ts'
import * as rules from './tools.ts'

/** What the module exports beside its rules. */
const HELPERS = new Set(['hasOpenObject', 'schemasWithin'])

describe('rules of tools', () => {
  testRejections(
    Object.keys(rules).filter((name) => !HELPERS.has(name)),
    [
      {
        rule: 'toolsAreTaken',
        says: "doesn't support tool use",
        model: TITAN,
        body: { toolConfig, messages: [hello] },
      },
      {
        rule: 'streamedToolsAreTaken',
        says: 'tool use in streaming mode',
        model: LLAMA,
        streaming: true,
        body: { toolConfig, messages: [hello] },
      },
      {
        rule: 'toolChoiceIsTaken',
        says: 'toolConfig.toolChoice.any',
        model: LLAMA,
        body: { toolConfig: { ...toolConfig, toolChoice: { any: {} } }, messages: [hello] },
      },
      {
        rule: 'toolChoiceIsTaken',
        says: 'toolConfig.toolChoice.tool',
        model: MISTRAL,
        body: { toolConfig: { ...toolConfig, toolChoice: { tool: { name: 'weather' } } }, messages: [hello] },
      },
      {
        rule: 'nativeToolChoiceFits',
        says: 'conflicts with the existing field toolConfig.toolChoice.tool',
        body: {
          toolConfig: { ...toolConfig, toolChoice: { tool: { name: 'weather' } } },
          messages: [hello],
          additionalModelRequestFields: { tool_choice: { type: 'tool', name: 'weather' } },
        },
      },
      {
        rule: 'nativeToolChoiceFits',
        says: 'missing field `type`',
        body: {
          toolConfig,
          messages: [hello],
          additionalModelRequestFields: { tool_choice: { disable_parallel_tool_use: true } },
        },
      },
      {
        rule: 'nativeToolChoiceFits',
        says: 'extraneous key [disable_parallel_tool_use] is not permitted',
        model: CLAUDE_3,
        body: {
          toolConfig,
          messages: [hello],
          additionalModelRequestFields: { tool_choice: { type: 'auto', disable_parallel_tool_use: true } },
        },
      },
      {
        rule: 'toolNamesAreUnique',
        says: 'duplicate tool names: weather',
        body: { toolConfig: { tools: [tool(), tool()] }, messages: [hello] },
      },
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
        rule: 'toolChoiceNamesATool',
        says: "Tool 'other' not found",
        body: { toolConfig: { ...toolConfig, toolChoice: { tool: { name: 'other' } } }, messages: [hello] },
      },
      {
        rule: 'strictToolSchemasAreClosed',
        says: 'additionalProperties',
        body: { toolConfig: { tools: [tool('a', { type: 'object' }, { strict: true })] }, messages: [hello] },
      },
      {
        rule: 'toolBlocksNeedToolConfig',
        says: 'The toolConfig field must be defined when using toolUse and toolResult',
        body: { messages: toolLoop },
      },
      {
        rule: 'toolBlocksStandInTheirRole',
        says: 'assistant role',
        body: { toolConfig, messages: [user(call('id_1'))] },
      },
      {
        rule: 'toolBlocksStandInTheirRole',
        says: 'user role',
        body: { toolConfig, messages: [hello, assistant(result('id_1'))] },
      },
      {
        rule: 'toolInputIsAnObject',
        says: 'messages.1.content.0.toolUse.input is invalid',
        body: {
          toolConfig,
          messages: [hello, assistant(call('id_1', 'weather', 'x')), user(result('id_1'))],
        },
      },
      {
        rule: 'toolResultJsonIsAnObject',
        says: 'toolResult.content.0.json is invalid',
        body: {
          toolConfig,
          messages: [hello, assistant(call('id_1')), user(result('id_1', [{ json: [1] }]))],
        },
      },
      {
        rule: 'toolResultsAnswerToolUses',
        says: 'Expected toolResult blocks at messages.2.content for the following Ids: id_1',
        body: { toolConfig, messages: [hello, assistant(call('id_1')), hello] },
      },
      {
        rule: 'toolResultsAnswerToolUses',
        says: 'for the following Ids: id_2',
        body: { toolConfig, messages: [hello, assistant(call('id_1'), call('id_2')), user(result('id_1'))] },
      },
      {
        rule: 'toolResultsAnswerToolUses',
        says: 'exceeds the number of toolUse blocks',
        body: {
          toolConfig,
          messages: [hello, assistant(call('id_1')), user(result('id_1'), result('id_9'))],
        },
      },
      {
        rule: 'toolResultsAnswerToolUses',
        says: 'exceeds the number of toolUse blocks',
        body: {
          toolConfig,
          messages: [hello, assistant(call('id_1')), user(result('id_1'), result('id_1'))],
        },
      },
      {
        rule: 'toolResultsAnswerToolUses',
        says: 'messages.0.content exceeds',
        body: { toolConfig, messages: [user(result('id_1'))] },
      },
      {
        rule: 'conversationDoesNotEndOnToolUse',
        says: 'Expected toolResult blocks at messages.2.content',
        body: { toolConfig, messages: [hello, assistant(call('id_1'))] },
      },
      {
        rule: 'toolResultsComeFirst',
        says: 'Did not find 1 `tool_result` block(s) at the beginning of this message',
        body: { toolConfig, messages: [hello, assistant(call('id_1')), user(text('so'), result('id_1'))] },
      },
      {
        rule: 'textStandsApartFromToolResults',
        says: 'cannot be provided in the same turn',
        model: COHERE,
        body: { toolConfig, messages: [hello, assistant(call('id_1')), user(result('id_1'), text('so'))] },
      },
      {
        rule: 'textStandsApartFromToolUses',
        says: 'messages.1.content: Conversation blocks and tool use blocks cannot be provided in the same turn.',
        model: 'us.meta.llama3-2-11b-instruct-v1:0',
        body: { toolConfig, messages: [hello, assistant(text('a'), call('id_1')), user(result('id_1'))] },
      },
      {
        rule: 'toolUseIdsAreUnique',
        says: 'ids must be unique',
        body: { toolConfig, messages: [...toolLoop, assistant(call('id_1')), user(result('id_1'))] },
      },
      {
        rule: 'toolIdsFitTheFamily',
        says: 'messages.1.content.0.tool_use.id',
        model: MISTRAL,
        body: { toolConfig, messages: [hello, assistant(call('a.b:c')), user(result('a.b:c'))] },
      },
      { rule: 'toolIdsFitTheFamily', says: '{9}', model: MISTRAL, body: { toolConfig, messages: toolLoop } },
    ],
  )
})
