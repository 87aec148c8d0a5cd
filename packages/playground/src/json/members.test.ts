import { describe, expect, it } from 'vitest'

import { locateMembers, memberAt, memberNamed, memberWith } from './members.ts'
import { formatPath } from './path.ts'

const TEXT = `{
  "model": "m",
  "messages": [{ "role": "user", "content": "Hi" }, { "role": "user", "content": ["a", 2, null] }],
  "a b": { "x.y": true }
}`
const members = locateMembers(TEXT)
const written = (from: number, to: number): string => TEXT.slice(from, to)

describe('members of a JSON text', () => {
  it('lists all of them in the order of the text', () => {
    expect(members.map(({ path }) => formatPath(path))).toEqual([
      '',
      'model',
      'messages',
      'messages[0]',
      'messages[0].role',
      'messages[0].content',
      'messages[1]',
      'messages[1].role',
      'messages[1].content',
      'messages[1].content[0]',
      'messages[1].content[1]',
      'messages[1].content[2]',
      '["a b"]',
      '["a b"]["x.y"]',
    ])
  })

  it('knows where name and value stand', () => {
    const model = memberWith(members, ['model'])
    expect(model && written(model.from, model.to)).toBe('"model": "m"')
    expect(model && written(model.value.from, model.value.to)).toBe('"m"')
  })

  it('finds the innermost at an offset', () => {
    expect(memberAt(members, TEXT.indexOf('"Hi"') + 1)?.path).toEqual(['messages', 0, 'content'])
    expect(memberAt(members, TEXT.indexOf('[{'))?.path).toEqual(['messages'])
    expect(memberAt(members, TEXT.indexOf('null') + 2)?.path).toEqual(['messages', 1, 'content', 2])
  })

  it('finds what a field names, else what holds it', () => {
    expect(memberNamed(members, 'messages[1].content[1]')?.path).toEqual(['messages', 1, 'content', 1])
    expect(memberNamed(members, 'messages[1].tool_call_id')?.path).toEqual(['messages', 1])
    expect(memberNamed(members, 'messages[12]')?.path).toEqual(['messages'])
    expect(memberNamed(members, 'modelId')).toBeUndefined()
    expect(memberNamed(members, 'seed')).toBeUndefined()
  })

  it('takes the last of a name that is there twice, as JSON.parse does', () => {
    const text = '{"a":1,"a":2}'
    const member = memberWith(locateMembers(text), ['a'])
    expect(member && text.slice(member.value.from, member.value.to)).toBe('2')
  })

  it.each(['', '{', '{"a"', '{"a":', '{"a":1,', '[1,,2]', '{"a":}', 'x', '{"a" 1}'])(
    'survives %j',
    (text) => {
      expect(locateMembers(text)).toBeInstanceOf(Array)
    },
  )
})
