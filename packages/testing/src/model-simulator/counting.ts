const WORDS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  )
const MOST = 200

/** `Count from one to five, in words.` → `one, two, three, four, five.`; `undefined` where nothing is to be counted. */
export function counting(text: string): string | undefined {
  const match = /\bcount(?: from (\w+))? (?:up )?to (\w+)/i.exec(text)
  const first = numberOf(match?.[1] ?? '1')
  const last = numberOf(match?.[2] ?? '')
  if (first === undefined || last === undefined || last < first || last - first >= MOST) return undefined
  const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  const inWords = /\bin words\b/i.test(text)
  return `${numbers.map((number) => (inWords ? (WORDS[number] ?? number) : number)).join(', ')}.`
}

function numberOf(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text)
  const index = WORDS.indexOf(text.toLowerCase())
  return index === -1 ? undefined : index
}
