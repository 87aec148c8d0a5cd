import { deflateRawSync } from 'node:zlib'

import { describe, expect, it } from 'vitest'

import { readPageState } from './page-state.ts'
import { readFragment, writeFragment } from './permalink.ts'

describe('the fragment of a permalink', () => {
  it.each([{ a: 1 }, { text: 'ä€😀'.repeat(3) }, { text: 'long '.repeat(5000) }, [], null, 'x'])(
    'gives back what was written (%#)',
    async (state) => {
      const fragment = await writeFragment(state)
      expect(fragment).toMatch(/^[cp]\.[\w-]+$/)
      expect(await readFragment(`#${fragment}`)).toEqual({ kind: 'state', state })
    },
  )

  it('is compressed where that is shorter', async () => {
    expect((await writeFragment('a'.repeat(1000))).length).toBeLessThan(60)
    expect(await writeFragment({})).toMatch(/^p\./)
  })

  it('is none where it is empty', async () => {
    expect(await readFragment('')).toEqual({ kind: 'none' })
    expect(await readFragment('#')).toEqual({ kind: 'none' })
  })

  it.each(['#x', '#c.', '#p.', '#c.!!', '#p.e30x_', '#c.e30', '#p.%00', `#p.${btoa('\xff')}`, '#<b>'])(
    'says what is wrong with %j',
    async (fragment) => {
      expect(await readFragment(fragment)).toMatchObject({ kind: 'malformed', reason: expect.any(String) })
    },
  )

  it('is cut off anywhere without harm', async () => {
    const fragment = await writeFragment({ text: 'Why is the sky blue? '.repeat(9) })
    for (let end = 1; end < fragment.length; end += 7)
      expect((await readFragment(fragment.slice(0, end))).kind).toBe('malformed')
  })

  it('does not unpack what is far larger than its link', async () => {
    const packed = deflateRawSync(JSON.stringify('a'.repeat(30_000_000))).toString('base64url')
    expect(await readFragment(`c.${packed}`)).toEqual({ kind: 'malformed', reason: 'it is too large' })
  })
})

describe('the state of the page', () => {
  it('keeps what the tabs that there are have saved', () => {
    const state = { tab: 'b', tabs: { a: 1, b: { c: 2 }, other: 3 } }
    expect(readPageState(state, ['a', 'b'])).toEqual({ tab: 'b', tabs: { a: 1, b: { c: 2 } } })
  })

  it.each([undefined, null, 1, 'x', [], {}, { tab: 'z', tabs: [] }, { tab: '__proto__', tabs: null }])(
    'begins anew with %j',
    (given) => {
      expect(readPageState(given, ['a', 'b'])).toEqual({ tab: 'a', tabs: {} })
    },
  )
})
