import { describe } from 'vitest'

import {
  CLAUDE,
  CLAUDE_3,
  CLAUDE_47,
  OPUS_5,
  OPUS_55,
  SONNET_55,
  NOVA,
  user,
  assistant,
  text,
  hello,
  call,
  result,
  reasoning,
  redacted,
  toolConfig,
  thinking,
  toolLoop,
  testRejections,
} from '../../../test-support/converse-examples.ts'
import { signReasoning } from '../reasoning-signature.ts'
import { rememberTurn } from '../reasoning-turns.ts'
import * as rules from './thinking.ts'

/** What the module exports beside its rules. */
const HELPERS = new Set(['claudeThinking', 'thinksByDefault', 'UNSAID_MAX_TOKENS'])

rememberTurn([reasoning('so'), text('b'), reasoning('and')])

describe('rules of thinking', () => {
  testRejections(
    Object.keys(rules).filter((name) => !HELPERS.has(name)),
    [
      {
        rule: 'thinkingHasAKnownShape',
        says: 'greater than or equal to 1024',
        body: {
          messages: [hello],
          additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 1023 } },
        },
      },
      {
        rule: 'thinkingHasAKnownShape',
        says: 'budget_tokens: Field required',
        body: { messages: [hello], additionalModelRequestFields: { thinking: { type: 'enabled' } } },
      },
      {
        rule: 'thinkingHasAKnownShape',
        says: 'expected tags',
        body: { messages: [hello], additionalModelRequestFields: { thinking: { type: 'on' } } },
      },
      {
        rule: 'thinkingIsTaken',
        says: 'not supported',
        model: CLAUDE_3,
        body: { messages: [hello], additionalModelRequestFields: thinking },
      },
      {
        rule: 'thinkingIsTaken',
        says: 'adaptive thinking is not supported',
        model: CLAUDE,
        body: { messages: [hello], additionalModelRequestFields: { thinking: { type: 'adaptive' } } },
      },
      {
        rule: 'thinkingIsTaken',
        says: 'thinking.type.adaptive',
        model: CLAUDE_47,
        body: { messages: [hello], additionalModelRequestFields: thinking },
      },
      ...[OPUS_55, SONNET_55].map((model) => ({
        rule: 'thinkingCanBeTurnedOff' as const,
        says: 'thinking.type.disabled',
        model,
        body: { messages: [hello], additionalModelRequestFields: { thinking: { type: 'disabled' } } },
      })),
      {
        rule: 'thinkingHasAKnownShape',
        says: "Input tag 'between_tools'",
        model: OPUS_5,
        body: { messages: [hello], additionalModelRequestFields: { thinking: { type: 'between_tools' } } },
      },
      {
        rule: 'thinkingTakesNoForcedTool',
        says: 'tool_choice forces tool use',
        model: OPUS_5,
        body: { messages: [hello], toolConfig: { ...toolConfig, toolChoice: { any: {} } } },
      },
      {
        rule: 'budgetIsBelowMaxTokens',
        says: '`max_tokens` must be greater',
        body: {
          messages: [hello],
          additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 4096 } },
        },
      },
      {
        rule: 'thinkingTakesNoSampling',
        says: '`temperature` may only be set to 1',
        body: {
          messages: [hello],
          inferenceConfig: { temperature: 0.5 },
          additionalModelRequestFields: thinking,
        },
      },
      {
        rule: 'thinkingTakesNoSampling',
        says: '`top_p`',
        body: { messages: [hello], inferenceConfig: { topP: 0.5 }, additionalModelRequestFields: thinking },
      },
      {
        rule: 'thinkingTakesNoSampling',
        says: '`top_k`',
        body: { messages: [hello], additionalModelRequestFields: { ...thinking, top_k: 5 } },
      },
      {
        rule: 'thinkingTakesNoForcedTool',
        says: 'tool_choice forces tool use',
        body: {
          messages: [hello],
          toolConfig: { ...toolConfig, toolChoice: { any: {} } },
          additionalModelRequestFields: thinking,
        },
      },
      {
        rule: 'budgetIsBelowMaxTokens',
        says: '`max_tokens` must be greater than `thinking.budget_tokens`',
        body: {
          messages: [hello],
          inferenceConfig: { maxTokens: 2048 },
          additionalModelRequestFields: thinking,
        },
      },
      {
        rule: 'reasoningIsTaken',
        says: 'reasoningContent',
        model: NOVA,
        body: { messages: [hello, assistant(reasoning('hm'), text('b')), hello] },
      },
      {
        rule: 'reasoningIsTaken',
        says: 'assistant role',
        body: { messages: [user(reasoning('hm'), text('b'))] },
      },
      {
        rule: 'reasoningKeepsItsPlace',
        says: 'messages.1.content.2: `thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified',
        body: { messages: [hello, assistant(reasoning('so'), reasoning('and'), text('b')), hello] },
      },
      {
        rule: 'toolLoopKeepsItsThinking',
        says: 'Expected `thinking` or `redacted_thinking`, but found `tool_use`',
        body: { toolConfig, messages: toolLoop, additionalModelRequestFields: thinking },
      },
      {
        rule: 'toolLoopKeepsItsThinking',
        says: 'but found `text`',
        body: {
          toolConfig,
          messages: [hello, assistant(text('a'), call('id_1')), user(result('id_1'))],
          additionalModelRequestFields: thinking,
        },
      },
      {
        rule: 'reasoningIsUnchanged',
        says: 'messages.1.content.0: Invalid `signature` in `thinking` block',
        body: { messages: [hello, assistant(reasoning('hm', signReasoning('ha')), text('b')), hello] },
      },
      {
        rule: 'reasoningIsUnchanged',
        says: 'signature: Field required',
        body: { messages: [hello, assistant(reasoning('hm', ''), text('b')), hello] },
      },
      {
        rule: 'reasoningIsUnchanged',
        says: 'Invalid `data`',
        body: { messages: [hello, assistant(redacted('aGVsbG8='), text('b')), hello] },
      },
      {
        rule: 'thinkingTakesNoPrefill',
        says: 'must end with a user message',
        body: {
          messages: [hello, assistant(reasoning('hm'), text('b'))],
          additionalModelRequestFields: thinking,
        },
      },
    ],
  )
})
