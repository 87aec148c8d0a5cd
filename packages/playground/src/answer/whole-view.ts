import { element } from '../element.ts'
import type { Part, Whole } from './growth/whole.ts'

/** What the caller has so far. */
export interface WholeView {
  readonly element: HTMLElement
  /** @param before what there was a step earlier: what has been added since is marked */
  readonly show: (whole: Whole, before: Whole) => void
}

const KINDS: Readonly<Record<Part['kind'], string>> = {
  text: 'Text',
  reasoning: 'Reasoning',
  refusal: 'Refusal',
  call: 'Tool call',
}

export function createWholeView(): WholeView {
  const facts = element('dl', { class: 'facts' })
  const parts = element('div', { class: 'parts' })
  return {
    element: element(
      'section',
      { class: 'whole', 'aria-labelledby': 'whole-title' },
      element('h2', { id: 'whole-title' }, 'The answer so far'),
      facts,
      parts,
    ),
    show: (whole, before) => {
      facts.replaceChildren(...factsOf(whole))
      parts.replaceChildren(
        ...whole.parts.map((part) =>
          createPart(
            part,
            before.parts.find(({ key }) => key === part.key),
          ),
        ),
      )
      if (whole.parts.length === 0) parts.append(element('p', { class: 'hint' }, 'Nothing has come yet.'))
    },
  }
}

function factsOf({ role, model, ending, usage }: Whole): Node[] {
  return [
    ...fact('Role', role),
    ...fact('Model', model),
    ...fact('Ending', ending, 'strong'),
    ...fact('Usage', usage && usageText(usage)),
  ]
}

function fact(label: string, value: string | undefined, kind = ''): Node[] {
  if (value === undefined || value === '') return []
  return [element('dt', {}, label), element('dd', { class: kind }, value)]
}

/** How deep figures stand in the usage of any API, and some more. */
const MAX_DEPTH = 5

/** `input_tokens 3, output_tokens 4`; what is zero or empty is left out. */
export function usageText(usage: object, depth = 0): string {
  if (depth > MAX_DEPTH) return ''
  return Object.entries(usage)
    .flatMap(([name, value]) => {
      if (typeof value === 'number') return value === 0 ? [] : [`${name} ${value}`]
      return typeof value === 'object' && value !== null ? [usageText(value as object, depth + 1)] : []
    })
    .filter((text) => text !== '')
    .join(', ')
}

function createPart(part: Part, before: Part | undefined): HTMLElement {
  const { kind, name, id, text, notes } = part
  const old = before?.text ?? ''
  const isNew = before === undefined
  const known = text.startsWith(old) ? old.length : 0
  const added = text.slice(known)
  return element(
    'article',
    { class: `part ${kind}${isNew ? ' new' : ''}` },
    element(
      'p',
      { class: 'part-head' },
      element('strong', {}, KINDS[kind]),
      name !== undefined && element('code', {}, name),
      id !== undefined && element('span', { class: 'hint' }, id),
    ),
    element('pre', {}, text.slice(0, known), added !== '' && element('mark', {}, added)),
    ...notes.map((note) =>
      element(
        'p',
        { class: 'note' },
        before?.notes.includes(note) === true ? note : element('mark', {}, note),
      ),
    ),
  )
}
