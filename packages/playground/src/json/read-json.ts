import { parser } from '@lezer/json'

import type { TextRange } from './members.ts'

/** A JSON text, read: its value, or what is wrong and where. */
export type ReadJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string; readonly range: TextRange; readonly line: number }

/** Reads a JSON text. `line` counts from 1. */
export function readJson(text: string): ReadJson {
  try {
    return { ok: true, value: JSON.parse(text) as unknown }
  } catch {
    const range = findMistake(text)
    const line = text.slice(0, range.from).split('\n').length
    return { ok: false, range, line, message: describe(text, range) }
  }
}

/** The first place at which the parser of the editor cannot go on; else the end of the text. */
function findMistake(text: string): TextRange {
  let found: TextRange | undefined
  parser.parse(text).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError && found === undefined) found = { from, to }
    },
  })
  const from = found?.from ?? text.trimEnd().length
  return { from, to: Math.max(found?.to ?? from, Math.min(from + 1, text.length)) }
}

function describe(text: string, { from }: TextRange): string {
  if (text.trim() === '') return 'The request is empty: a JSON object is expected.'
  const [first] = text.slice(from).trimStart()
  return first === undefined
    ? 'The JSON text ends too early.'
    : `This is not JSON: unexpected ${JSON.stringify(first)}.`
}
