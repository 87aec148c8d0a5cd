import { describe } from 'vitest'

import {
  CLAUDE_46,
  MISTRAL_7B,
  TITAN,
  user,
  assistant,
  text,
  hello,
  call,
  result,
  cachePoint,
  reasoning,
  toolConfig,
  testRejections,
} from '../../../test-support/converse-examples.ts'
import * as rules from './conversation.ts'

describe('rules of the conversation', () => {
  testRejections(Object.keys(rules), [
    { rule: 'needsMessages', says: 'A conversation must start with a user message', body: { messages: [] } },
    { rule: 'needsMessages', says: 'A conversation must start with a user message', body: {} },
    {
      rule: 'knowsRoles',
      says: 'system role',
      body: { messages: [{ role: 'system', content: [text('x')] }, hello] },
    },
    {
      rule: 'startsWithUser',
      says: 'A conversation must start with a user message',
      body: { messages: [assistant(text('Hi')), hello] },
    },
    { rule: 'alternatesRoles', says: 'roles', body: { messages: [hello, hello] } },
    {
      rule: 'contentIsNotEmpty',
      says: 'The content field in the Message object at messages.0 is empty',
      body: { messages: [user()] },
    },
    {
      rule: 'textIsNotBlank',
      says: 'The text field in the ContentBlock object at messages.0.content.1 is blank',
      body: { messages: [user(text('a'), text(' \n'))] },
    },
    { rule: 'textIsNotBlank', says: 'messages.0.content.0', body: { messages: [user(text(''))] } },
    {
      rule: 'systemTextIsNotBlank',
      says: 'SystemContentBlock object at system.0 is blank',
      body: { system: [text(' ')], messages: [hello] },
    },
    {
      rule: 'toolResultTextIsNotBlank',
      says: 'messages.2.content.0.toolResult.content.0',
      body: { toolConfig, messages: [hello, assistant(call('id_1')), user(result('id_1', [text('')]))] },
    },
    { rule: 'turnSaysSomething', says: 'more than cache points', body: { messages: [user(cachePoint)] } },
    {
      rule: 'systemIsTaken',
      says: "doesn't support system messages",
      model: TITAN,
      body: { system: [text('x')], messages: [hello] },
    },
    {
      rule: 'systemIsTaken',
      says: "doesn't support system messages",
      model: MISTRAL_7B,
      body: { system: [text('x')], messages: [hello] },
    },
    {
      rule: 'reasoningIsNotAlone',
      says: 'prefill',
      model: 'global.anthropic.claude-sonnet-5',
      body: { messages: [hello, assistant(reasoning('hm')), hello] },
    },
    {
      rule: 'prefillIsTaken',
      says: 'does not support assistant message prefill',
      model: CLAUDE_46,
      body: { messages: [hello, assistant(text('b'))] },
    },
    {
      rule: 'prefillHasNoTrailingSpace',
      says: 'final assistant content cannot end with trailing whitespace',
      body: { messages: [hello, assistant(text('b '))] },
    },
  ])
})
