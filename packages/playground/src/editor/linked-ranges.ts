import { StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view'

import type { TextRange } from '../json/members.ts'

const setRanges = StateEffect.define<readonly TextRange[]>()
const MARK = Decoration.mark({ class: 'cm-linked' })

/** The ranges of a text that are highlighted because they belong to what the pointer or the cursor is at. */
export const linkedRanges = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    let ranges = shown.map(transaction.changes)
    for (const effect of transaction.effects)
      if (effect.is(setRanges)) ranges = toDecorations(effect.value, transaction.newDoc.length)
    return ranges
  },
  provide: (field) => EditorView.decorations.from(field),
})

function toDecorations(ranges: readonly TextRange[], length: number): DecorationSet {
  const inside = ranges.filter(({ from, to }) => from < to && to <= length)
  return Decoration.set(
    inside.map(({ from, to }) => MARK.range(from, to)),
    true,
  )
}

/** Highlights ranges in place of those before. */
export function showLinked(view: EditorView, ranges: readonly TextRange[]): void {
  if (ranges.length === 0 && view.state.field(linkedRanges).size === 0) return
  view.dispatch({ effects: setRanges.of(ranges) })
}
