import { type Range, StateEffect, StateField, type Text } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view'

import type { TextRange } from '../json/members.ts'

const setRanges = StateEffect.define<readonly TextRange[]>()
const MARK = Decoration.mark({ class: 'cm-linked' })
const LINE = Decoration.line({ class: 'cm-linked-line' })

/** The ranges of a text that are highlighted because they belong to what the pointer or the cursor is at. */
export const linkedRanges = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    let ranges = shown.map(transaction.changes)
    for (const effect of transaction.effects)
      if (effect.is(setRanges)) ranges = toDecorations(effect.value, transaction.newDoc)
    return ranges
  },
  provide: (field) => EditorView.decorations.from(field),
})

function toDecorations(ranges: readonly TextRange[], text: Text): DecorationSet {
  const inside = ranges.filter(({ from, to }) => from < to && to <= text.length)
  return Decoration.set(
    inside.flatMap((range) => decorationsOf(range, text)),
    true,
  )
}

/** What spans lines is shown as lines: marks would leave holes at their ends. */
function decorationsOf({ from, to }: TextRange, text: Text): Range<Decoration>[] {
  const first = text.lineAt(from).number
  const last = text.lineAt(to).number
  if (first === last) return [MARK.range(from, to)]
  return Array.from({ length: last - first + 1 }, (_, index) => LINE.range(text.line(first + index).from))
}

/** Highlights ranges in place of those before. */
export function showLinked(view: EditorView, ranges: readonly TextRange[]): void {
  if (ranges.length === 0 && view.state.field(linkedRanges).size === 0) return
  view.dispatch({ effects: setRanges.of(ranges) })
}

const MARGIN = 24

/** Scrolls the editor, and nothing around it, as far as it takes to see a place. */
export function scrollTo(view: EditorView, at: number): void {
  const { scrollDOM } = view
  const { top, height } = view.lineBlockAt(at)
  const highest = top - MARGIN
  const lowest = top + height + MARGIN - scrollDOM.clientHeight
  if (scrollDOM.scrollTop > highest) scrollDOM.scrollTop = highest
  else if (scrollDOM.scrollTop < lowest) scrollDOM.scrollTop = lowest
}
