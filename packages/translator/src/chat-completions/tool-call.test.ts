import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { toToolCall } from './tool-call.ts'
import { toToolUses } from '../converse/tool-call.ts'
import { createToolNames } from '../converse/tool-names.ts'

describe('tool calls', () => {
  it('come back as they were', () => {
    const call = fc.record({
      id: fc.string(),
      name: fc.string({ minLength: 1 }),
      input: fc.dictionary(fc.string(), fc.jsonValue()),
    })
    fc.assert(
      fc.property(call, ({ id, name, input }) => {
        const names = createToolNames([name])
        const json = JSON.stringify(input)
        const [toolUse, ...more] = toToolUses({ id, name, arguments: json, path: 'p' }, names.toBedrock)
        expect(more).toEqual([])
        expect(
          toToolCall(toolUse ?? { toolUseId: '', name: '', input: {} }, { toolNames: names.originals }),
        ).toEqual({
          id,
          type: 'function',
          function: { name, arguments: json },
        })
      }),
    )
  })

  it.each(['[]', '1', 'null', '{"a":', 'x'])('refuse the arguments %s by name', (text) => {
    const call = { id: 'call_1', name: 'f', arguments: text, path: 'messages[1].tool_calls[0].function' }
    expect(() => toToolUses(call, (name) => name)).toThrow(
      expect.objectContaining({ status: 400, param: 'messages[1].tool_calls[0].function.arguments' }),
    )
  })
})
