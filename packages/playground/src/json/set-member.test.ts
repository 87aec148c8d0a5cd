import { describe, expect, it } from 'vitest'

import { setMember } from './set-member.ts'

function changed(text: string, name: string, value: unknown): string {
  const change = setMember(text, name, value)
  return change === undefined ? text : text.slice(0, change.from) + change.insert + text.slice(change.to)
}

describe('setting a member', () => {
  it('replaces its value alone', () => {
    expect(changed('{ "model":  "a" , "x": [1,2] }', 'model', 'b')).toBe('{ "model":  "b" , "x": [1,2] }')
  })

  it('puts a new one first', () => {
    expect(changed('{\n  "x": 1\n}', 'model', 'b')).toBe('{\n  "model": "b",\n  "x": 1\n}')
    expect(changed('{}', 'model', 'b')).toBe('{\n  "model": "b"\n}')
  })

  it.each(['', '[]', '"x"', 'null'])('changes nothing in %j', (text) => {
    expect(setMember(text, 'model', 'b')).toBeUndefined()
  })

  it('does what it can in a text that is not JSON yet', () => {
    expect(changed('{ "model": "a", "x": ', 'model', 'b')).toBe('{ "model": "b", "x": ')
  })

  it('changes nothing where the value is the same', () => {
    expect(setMember('{"model":"b"}', 'model', 'b')).toBeUndefined()
  })
})
