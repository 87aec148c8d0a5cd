import { describe, expect, it } from 'vitest'

import { fromConverseJson, toConverseJson } from './converse-json.ts'

const bytes = Uint8Array.from([1, 2, 3])

describe('converse JSON', () => {
  it('carries blobs as base64, wherever they stand, and the model id in the path', () => {
    const request = {
      modelId: 'm',
      messages: [
        { role: 'user', content: [{ image: { format: 'png', source: { bytes } } }, { text: 'bytes' }] },
        { role: 'assistant', content: [{ reasoningContent: { redactedContent: bytes } }] },
        {
          role: 'user',
          content: [
            { toolResult: { toolUseId: 'a', content: [{ document: { name: 'd', source: { bytes } } }] } },
          ],
        },
      ],
    }
    const json = toConverseJson(request)
    expect(json).toEqual(
      JSON.parse(
        JSON.stringify(request, (_, value: unknown) => (value === bytes ? undefined : value))
          .replaceAll('"source":{}', '"source":{"bytes":"AQID"}')
          .replaceAll('"reasoningContent":{}', '"reasoningContent":{"redactedContent":"AQID"}')
          .replace('"modelId":"m",', ''),
      ),
    )
    expect(fromConverseJson({ ...json, modelId: 'm' })).toEqual(request)
    expect(request.messages[0]?.content[0]).toEqual({ image: { format: 'png', source: { bytes } } })
  })

  it('reads deltas of a stream', () => {
    const event = {
      contentBlockDelta: { contentBlockIndex: 0, delta: { reasoningContent: { redactedContent: 'AQID' } } },
    }
    expect(fromConverseJson(event)).toEqual({
      contentBlockDelta: { contentBlockIndex: 0, delta: { reasoningContent: { redactedContent: bytes } } },
    })
  })

  it("leaves the model's own JSON alone", () => {
    const answer = {
      output: {
        message: {
          role: 'assistant',
          content: [
            {
              toolUse: {
                toolUseId: 'a',
                name: 'f',
                input: { source: { bytes: 'AQID' }, redactedContent: 'AQID' },
              },
            },
          ],
        },
      },
      additionalModelResponseFields: { source: { bytes: 'AQID' } },
    }
    expect(fromConverseJson(answer)).toBe(answer)
  })
})
