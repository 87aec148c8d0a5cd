import { valueForSchema } from './json-schema.ts'
import type { Answer, Prompt, PromptTool } from './prompt.ts'

const MAX_CALLS = 2
/** Words that say nothing about what a tool is for. */
const COMMON = new Set(
  'a an and are as at be by can do find for from get give has have how i in is it its list make me my of on or set show tell that the this to use user was what when where which with you your one two given current returns return name'.split(
    ' ',
  ),
)

/** The calls that a prompt asks for: none after tool results, one or two else. */
export function chooseToolCalls(prompt: Prompt): Answer['toolCalls'] {
  if (prompt.tools.length === 0 || prompt.toolChoice === 'none' || prompt.toolResults.length > 0) return []
  const chosen = chosenTools(prompt)
  const names = namesIn(prompt.text)
  const only = chosen[0]
  if (!only) return []
  const most = prompt.parallelToolCalls ? MAX_CALLS : 1
  if (chosen.length === 1 && names.length > 1 && takesName(only)) {
    return names.slice(0, most).map((name) => callOf(only, prompt.text, [name]))
  }
  return chosen.slice(0, most).map((tool) => callOf(tool, prompt.text, names))
}

/** Proper names after a preposition, and what follows them after "and": `in Paris and London` names two. */
export function namesIn(text: string): string[] {
  const name = String.raw`[\p{Lu}][\p{L}'’.-]*(?: [\p{Lu}][\p{L}'’-]*)*`
  const list = new RegExp(
    String.raw`\b(?:in|for|at|of|about|to|from) (${name}(?:(?: ?, ?| ?,? and )${name})*)`,
    'gu',
  )
  const found = [...text.replaceAll(/\s+/g, ' ').matchAll(list)].flatMap((match) =>
    (match[1] ?? '').split(/,|\sand\s/),
  )
  return [...new Set(found.map((item) => item.trim().replace(/(?<!\.)\.+$/, '')))].filter(
    (item) => item !== '',
  )
}

function chosenTools({ tools, toolChoice, text }: Prompt): readonly PromptTool[] {
  if (typeof toolChoice === 'object') return tools.filter((tool) => tool.name === toolChoice.name)
  const asked = wordsOf(text)
  const ranked = tools
    .map((tool) => ({ tool, score: overlap(asked, tool) }))
    .filter(({ score }) => score > 0)
    .toSorted((left, right) => right.score - left.score)
  const best = ranked[0]
  if (!best) return toolChoice === 'any' ? tools.slice(0, 1) : []
  return ranked.filter(({ score }) => score === best.score).map(({ tool }) => tool)
}

/** A word of the tool's name weighs more than one of its description. */
function overlap(asked: ReadonlySet<string>, tool: PromptTool): number {
  const count = (text: string) => [...wordsOf(text)].filter((word) => asked.has(word)).length
  return 10 * count(tool.name) + count(tool.description)
}

function wordsOf(text: string): Set<string> {
  const words = text
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => word.replace(/(?<=\p{L}{3})s$/u, ''))
  return new Set(words.filter((word) => word.length > 1 && !COMMON.has(word)))
}

function takesName({ schema }: PromptTool): boolean {
  return JSON.stringify(schema ?? {}).includes('"string"')
}

function callOf(tool: PromptTool, text: string, names: readonly string[]): Answer['toolCalls'][number] {
  const input = valueForSchema({ type: 'object', ...(tool.schema as object) }, { text, names })
  return { name: tool.name, input: input as Record<string, unknown> }
}
