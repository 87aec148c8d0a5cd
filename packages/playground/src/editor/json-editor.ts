import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language'
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { EditorState, type Extension } from '@codemirror/state'
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view'

import type { TextRange } from '../json/members.ts'
import type { TextChange } from '../json/set-member.ts'
import { jsonTheme } from './json-theme.ts'
import { linkedRanges, scrollTo, showLinked } from './linked-ranges.ts'

/** Something to say of a part of a text. */
export interface Remark extends TextRange {
  readonly severity: 'warning' | 'error'
  readonly message: string
}

/** Options of an editor. */
export interface JsonEditorOptions {
  /** What screen readers call it. */
  readonly label: string
  /** Shows a text that cannot be changed. Default `false`. */
  readonly readOnly?: boolean
  /** Told of every change of the text that does not come from `setText`. */
  readonly onChange?: (text: string) => void
  /** Told of the place that the pointer is over, or the cursor is moved to; `undefined` where there is none. */
  readonly onPoint?: (offset: number | undefined) => void
}

/** An editor for JSON. */
export interface JsonEditor {
  readonly element: HTMLElement
  readonly text: () => string
  /** Replaces the text. */
  readonly setText: (text: string) => void
  /** Changes a part of the text, as if it were typed. */
  readonly change: (change: TextChange) => void
  /** Marks parts of the text in the gutter and below them, in place of those before. */
  readonly setRemarks: (remarks: readonly Remark[]) => void
  /** Highlights parts of the text, in place of those before, and scrolls to the first if `isFollowed`. */
  readonly setLinked: (ranges: readonly TextRange[], isFollowed?: boolean) => void
  /** Moves the cursor to a part of the text and shows it. */
  readonly select: (range: TextRange) => void
}

/** Makes an editor. In it Tab indents; Escape and then Tab leaves it. */
export function createJsonEditor(options: JsonEditorOptions): JsonEditor {
  let isSetting = false
  const { onChange, onPoint } = options
  const view = new EditorView({
    extensions: [
      extensionsFor(options),
      EditorView.updateListener.of((update) => {
        if (update.docChanged && !isSetting) onChange?.(update.state.doc.toString())
        if (update.selectionSet && update.view.hasFocus) onPoint?.(update.state.selection.main.head)
      }),
    ],
  })
  return {
    element: view.dom,
    text: () => view.state.doc.toString(),
    setText: (text) => {
      if (text === view.state.doc.toString()) return
      isSetting = true
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
      isSetting = false
    },
    change: (change) => view.dispatch({ changes: change }),
    setRemarks: (remarks) =>
      view.dispatch(
        setDiagnostics(
          view.state,
          remarks.map((one): Diagnostic => ({ ...one })),
        ),
      ),
    setLinked: (ranges, isFollowed = false) => {
      showLinked(view, ranges)
      if (isFollowed && ranges[0] !== undefined) scrollTo(view, ranges[0].from)
    },
    select: ({ from }) => {
      view.dispatch({
        selection: { anchor: from },
        effects: EditorView.scrollIntoView(from, { y: 'center' }),
      })
      view.focus()
    },
  }
}

function extensionsFor({ label, readOnly = false, onPoint }: JsonEditorOptions): Extension {
  return [
    lineNumbers(),
    readOnly ? [] : [lintGutter(), history(), indentOnInput(), keymap.of(historyKeymap)],
    codeFolding(),
    foldGutter({ openText: '▾', closedText: '▸' }),
    drawSelection(),
    bracketMatching(),
    json(),
    jsonTheme,
    linkedRanges,
    EditorView.lineWrapping,
    EditorState.tabSize.of(2),
    EditorState.readOnly.of(readOnly),
    EditorView.contentAttributes.of({ 'aria-label': label, ...(readOnly && { 'aria-readonly': 'true' }) }),
    keymap.of([...lintKeymap, ...foldKeymap, ...defaultKeymap, ...(readOnly ? [] : [indentWithTab])]),
    EditorView.domEventHandlers({
      mousemove: (event, view) => {
        const at = view.posAtCoords({ x: event.clientX, y: event.clientY })
        onPoint?.(isOnText(view, event, at) ? at : undefined)
      },
      mouseleave: () => onPoint?.(undefined),
      blur: () => onPoint?.(undefined),
    }),
  ]
}

/** Whether the pointer is on the text of a line, not beside or below it. */
function isOnText(view: EditorView, { clientX, clientY }: MouseEvent, at: number | null): at is number {
  if (at === null) return false
  const place = view.coordsAtPos(at)
  const SLACK = 12
  return (
    place !== null &&
    clientY >= place.top - 2 &&
    clientY <= place.bottom + 2 &&
    clientX >= place.left - SLACK &&
    clientX <= place.right + SLACK
  )
}
