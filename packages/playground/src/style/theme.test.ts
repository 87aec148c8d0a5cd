import { readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

const CSS = readFileSync(new URL('theme.css', import.meta.url), 'utf8')

/** Colors by their names, of both themes. */
const COLORS = new Map(
  [...CSS.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
)

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (lighter + 0.05) / (darker + 0.05)
}

const TEXTS = 'text muted faint syntax-name syntax-string syntax-number syntax-keyword'.split(' ')
const GROUNDS = 'ground surface'.split(' ')
const PAIRS = [
  ...TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)),
  ...['text', 'warning', 'muted'].map((text) => [text, 'warning-ground'] as const),
  ...['text', 'error', 'muted'].map((text) => [text, 'error-ground'] as const),
  ...['text', 'muted', 'syntax-name', 'syntax-string', 'syntax-number'].flatMap((text) =>
    ['linked', 'linked-block'].map((ground) => [text, ground] as const),
  ),
]

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  it.each(PAIRS)('can be read: %s on %s', (text, ground) => {
    const ratio = contrast(COLORS.get(text)?.[theme] ?? '', COLORS.get(ground)?.[theme] ?? '')
    expect(ratio).toBeGreaterThanOrEqual(4.5)
  })
})
