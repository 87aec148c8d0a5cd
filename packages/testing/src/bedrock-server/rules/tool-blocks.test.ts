import { describe } from 'vitest'

import {
  MISTRAL,
  COHERE,
  user,
  assistant,
  text,
  hello,
  call,
  result,
  toolConfig,
  toolLoop,
  testRejections,
} from '../../../test-support/converse-examples.ts'
import * as rules from './tool-blocks.ts'

describe('rules of calls and results', () => {
  testRejections(Object.keys(rules), [
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
  ])
})
