import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { toToolCall } from './tool-call.ts'
import { WarningCollector } from '../context.ts'
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
        const scope = { toolNames: names, callIds: new Set<string>(), warnings: new WarningCollector() }
        const [toolUse, ...more] = toToolUses({ id, name, arguments: json, path: 'p' }, scope)
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

  it.each(['[]', '1', 'null', '{"a":', 'x'])(
    'go in with the arguments %s as a text, and a warning',
    (text) => {
      const call = { id: 'call_1', name: 'f', arguments: text, path: 'messages[1].tool_calls[0].function' }
      const warnings = new WarningCollector()
      const scope = { toolNames: createToolNames(['f']), callIds: new Set<string>(), warnings }
      expect(toToolUses(call, scope)).toEqual([
        { toolUseId: 'call_1', name: 'f', input: { arguments: text } },
      ])
      expect(warnings.list()).toEqual([
        expect.objectContaining({
          code: 'invalid_tool_arguments',
          field: 'messages[1].tool_calls[0].function.arguments',
        }),
      ])
    },
  )
})
