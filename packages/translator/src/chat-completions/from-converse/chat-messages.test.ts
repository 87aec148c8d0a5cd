import type { Message } from '@aws-sdk/client-bedrock-runtime'
import { describe, expect, it } from 'vitest'

import { WarningCollector } from '../../context.ts'
import { toChatMessages } from './chat-messages.ts'

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47])
const IMAGE = { format: 'png' as const, source: { bytes: PNG } }
const PICTURE = { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw==' } }

function translate(messages: readonly Message[], extensions = false) {
  const warnings = new WarningCollector()
  const value = toChatMessages(messages, { warnings, extensions })
  return { value, fields: warnings.list().map(({ field }) => field) }
}

describe('toChatMessages', () => {
  it('shows the media of tool results after all results, before what the user says', () => {
    const result = (toolUseId: string) => ({
      toolResult: { toolUseId, content: [{ text: 'Here.' }, { image: IMAGE }] },
    })
    const { value } = translate([{ role: 'user', content: [result('a'), result('b'), { text: 'Well?' }] }])
    const placeholder = { type: 'text', text: '(an image, shown after this result)' }
    expect(value).toEqual([
      { role: 'tool', tool_call_id: 'a', content: [{ type: 'text', text: 'Here.' }, placeholder] },
      { role: 'tool', tool_call_id: 'b', content: [{ type: 'text', text: 'Here.' }, placeholder] },
      { role: 'user', content: [PICTURE, PICTURE, { type: 'text', text: 'Well?' }] },
    ])
  })

  it('keeps them inside for a backend that understands this', () => {
    const content = [{ toolResult: { toolUseId: 'a', content: [{ image: IMAGE }] } }]
    expect(translate([{ role: 'user', content }], true).value).toEqual([
      { role: 'tool', tool_call_id: 'a', content: [PICTURE] },
    ])
  })

  it('leaves no message without a content', () => {
    const thought = { reasoningContent: { reasoningText: { text: 'Hm.' } } }
    const { value, fields } = translate([
      { role: 'assistant', content: [thought] },
      { role: 'user', content: [{ toolResult: { toolUseId: 'a', content: [] } }] },
    ])
    expect(value).toEqual([
      { role: 'assistant', content: '' },
      { role: 'tool', tool_call_id: 'a', content: '' },
    ])
    expect(fields).toEqual(['messages[0].content'])
  })

  it('reports what a file part does not say of a document', () => {
    const document = {
      format: 'txt' as const,
      name: 'a',
      source: { text: 'hi' },
      context: 'A letter.',
      citations: { enabled: true },
    }
    expect(translate([{ role: 'user', content: [{ document }] }])).toEqual({
      value: [
        {
          role: 'user',
          content: 'a.txt:\n\nhi',
        },
      ],
      fields: ['messages[0].content[0].document.citations', 'messages[0].content[0].document.context'],
    })
  })
})
