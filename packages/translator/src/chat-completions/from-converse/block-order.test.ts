import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletion } from 'openai/resources/chat/completions'
import { describe, expect, it } from 'vitest'

import { WarningCollector, type TranslationContext } from '../../context.ts'
import { createRequestScope } from '../../converse/request-scope.ts'
import { DEFAULT_REASONING_RATIOS } from '../../converse/reasoning.ts'
import { describeModel } from '../../model-facts/describe-model.ts'
import { toConverseMessages } from '../to-converse/messages.ts'
import { toChatCompletion } from '../to-converse/response.ts'
import { toChatMessages } from './chat-messages.ts'
import { toConverseResponse } from './converse-response.ts'

const CONTEXT: TranslationContext = {
  model: describeModel('us.anthropic.claude-opus-4-6-v1'),
  id: 'chatcmpl-1',
  created: 0,
  options: { strictOpenAICompliance: false, thinkTags: false, reasoningRatios: DEFAULT_REASONING_RATIOS },
}
const RESPONSE_CONTEXT = {
  toolNames: new Map<string, string>(),
  structuredOutputTool: undefined,
  legacyFunctions: false,
  suppressToolCalls: false,
  includeUsage: false,
  thinkTags: false,
  nonStreaming: false,
}
const thought = (text: string): ContentBlock => ({
  reasoningContent: { reasoningText: { text, signature: 's' } },
})
const call = (toolUseId: string): ContentBlock => ({ toolUse: { toolUseId, name: 'f', input: {} } })
const said = (text: string): ContentBlock => ({ text })

const CASES: [string, ContentBlock[]][] = [
  ['reasoning first', [thought('a'), said('b'), call('1')]],
  ['reasoning between texts', [said('b'), thought('a'), said('c'), call('1')]],
  ['reasoning between calls', [thought('a'), call('1'), thought('c'), call('2')]],
  ['a text behind a call', [thought('a'), call('1'), said('b')]],
]

describe('the order of an assistant turn', () => {
  it.each(CASES)('is kept from Converse to chat and back, in histories: %s', (_name, content) => {
    const warnings = new WarningCollector()
    const messages = toChatMessages([{ role: 'assistant', content }], { warnings, extensions: true })
    const scope = createRequestScope({
      context: CONTEXT,
      warnings: new WarningCollector(),
      conversationPath: 'messages',
      toolNames: ['f'],
      callIds: ['1', '2'],
    })
    expect(toConverseMessages(messages, scope).messages[0]).toEqual({ role: 'assistant', content })
    expect(warnings.list()).toEqual([])
  })

  it.each(CASES)('is kept in answers: %s', (_name, content) => {
    const answer = {
      output: { message: { role: 'assistant' as const, content } },
      stopReason: 'tool_use' as const,
    }
    const { value } = toChatCompletion(answer, RESPONSE_CONTEXT, CONTEXT)
    const back = toConverseResponse(value as ChatCompletion)
    expect(back.value.output?.message?.content).toEqual(content)
  })

  it('is that of the content where the caller has edited it', () => {
    const scope = createRequestScope({
      context: CONTEXT,
      warnings: new WarningCollector(),
      conversationPath: 'messages',
      toolNames: [],
      callIds: [],
    })
    const content_blocks = [
      { type: 'text', text: 'b' },
      { type: 'thinking', thinking: 'a', signature: 's' },
    ]
    const { messages } = toConverseMessages([{ role: 'assistant', content: 'edited', content_blocks }], scope)
    expect(messages[0]?.content).toEqual([thought('a'), said('edited')])
  })
})
