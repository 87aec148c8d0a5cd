import { expect, test } from 'vitest'

import { fieldsOf, setField, toHeaders } from './header-fields.ts'

const byHeaders = (name: string, value: string): unknown => {
  try {
    return new Headers([[name, value]]).get(name)
  } catch (error) {
    return (error as Error).name
  }
}

const byFields = (name: string, value: string): unknown => {
  const fields = new Map<string, string>()
  try {
    setField(fields, name, value)
    return fields.get(name)
  } catch (error) {
    return (error as Error).name
  }
}

test.each<[string, unknown]>([
  ['x-plain', 'a value'],
  ['x-empty', ''],
  ['x-blank', ' \t'],
  ['x-spaces', '  a b\t'],
  ['x-latin', 'caf\u00e9'],
  ['x-latin', '\u00a0caf\u00e9\u00a0'],
  ['x-line', 'a\r\nx-b: c'],
  ['x-end', 'a\n'],
  ['x-nul', 'a\0b'],
  ['x-wide', 'gr\u00fc\u00df\u2026'],
  ['x name', 'a'],
  ['x:', 'a'],
  ['', 'a'],
  ['x-number', 7],
  ['x-null', null],
])('a field %s is set to what Headers make of it: %j', (name, value) => {
  expect(byFields(name, value as string)).toBe(byHeaders(name, value as string))
})

test('headers are copied, those with several values joined', () => {
  const headers = new Headers([
    ['X-A', '1'],
    ['x-a', '2'],
    ['set-cookie', 'a=1'],
    ['set-cookie', 'b=2'],
  ])
  const fields = fieldsOf(headers)
  expect(Object.fromEntries(fields)).toEqual({ 'x-a': '1, 2', 'set-cookie': 'a=1, b=2' })
  expect([...toHeaders(fields).keys()]).toEqual(['set-cookie', 'x-a'])
})
