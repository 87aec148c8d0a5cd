import type { Path } from '../../json/path.ts'
import { childrenOf, isContainer, isSameValue, listNodes, readNested } from '../../json/tree.ts'
import { inSchema } from './schemas.ts'

/** A request whose texts each hold a mark, and the members by their marks. */
export interface MarkedRequest {
  readonly request: unknown
  readonly membersOf: ReadonlyMap<string, readonly Path[]>
}

/** Members whose values are words of the API, models, or kinds of data: with a mark they would mean something else, or nothing. */
const WORDS = new Set(
  (
    'model modelId role type object status detail format media_type mime_type effort reasoning_effort verbosity ' +
    'tool_choice service_tier truncation summary ttl cache_control prompt_cache_retention encoding_format size quality ' +
    'include modalities voice encrypted_content signature bytes data file_data url image_url previous_response_id ' +
    'guardrailIdentifier guardrailVersion trace latency'
  ).split(' '),
)

/** Members that refer to one another by their values: the same value has the same mark. */
const REFERENCES = new Set(['id', 'call_id', 'tool_call_id', 'tool_use_id', 'toolUseId', 'name'])

/** Which members are marked: texts of people and models, names, ids. */
export function isMarkable(path: Path, value: unknown): value is string {
  if (typeof value !== 'string' || value === '' || /^(?:data:|https?:)/.test(value)) return false
  const name = nameOf(path)
  if (inSchema(path)) return name === 'description' || name === 'title'
  return !path.some((step) => WORDS.has(String(step)))
}

/** Whether a member refers to another one by its value, or is referred to. */
export function isReference(path: Path): boolean {
  return REFERENCES.has(nameOf(path))
}

/** The name of the member that a value is of; of an element, that of its array. */
function nameOf(path: Path): string {
  return path.findLast((step) => typeof step === 'string') ?? ''
}

/**
 * Puts a mark behind every text that can hold one. Texts that are JSON themselves are marked inside.
 *
 * @param isWanted which of them
 */
export function markTexts(request: unknown, isWanted: (path: Path) => boolean = () => true): MarkedRequest {
  const membersOf = new Map<string, Path[]>()
  const marks = new Map<string, string>()
  const markFor = (path: Path, value: string, owner: Path = path): string => {
    const key = owner === path && isReference(path) ? `=${value}` : JSON.stringify(path)
    const mark = marks.get(key) ?? `zq${marks.size}z`
    marks.set(key, mark)
    membersOf.set(mark, [...(membersOf.get(mark) ?? []), owner])
    return mark
  }
  // `owner` is the text that a value is inside of, where it is inside of one.
  const mark = (value: unknown, path: Path, owner?: Path): unknown => {
    const nested = readNested(value)
    if (nested !== undefined && isMarkable(path, value))
      return JSON.stringify(mark(nested, path, owner ?? path))
    if (isContainer(value)) {
      const marked = childrenOf(value).map(
        ([step, child]) => [step, mark(child, [...path, step], owner)] as const,
      )
      return Array.isArray(value) ? marked.map(([, child]) => child) : Object.fromEntries(marked)
    }
    return isMarkable(path, value) && isWanted(owner ?? path) ? value + markFor(path, value, owner) : value
  }
  return { request: mark(request, []), membersOf }
}

const MARK = /zq\d+z/g

/** The marks in a tree, and the texts that hold them. */
export function findMarks(tree: unknown): ReadonlyMap<string, readonly Path[]> {
  const places = new Map<string, Path[]>()
  for (const { path, value } of listNodes(tree)) {
    if (typeof value !== 'string') continue
    for (const [mark] of value.matchAll(MARK)) places.set(mark, [...(places.get(mark) ?? []), path])
  }
  return places
}

/** Whether a text is another one with marks. Of texts that are JSON the values are compared, however they are written. */
export function isMarkedText(marked: string, text: unknown): boolean {
  const without = marked.replaceAll(MARK, '')
  if (without === text) return true
  const nested = readNested(without)
  return nested !== undefined && isSameValue(nested, readNested(text))
}
