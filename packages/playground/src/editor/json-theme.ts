import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** The colors are variables of the page: they change with its theme without a new editor. */
export const jsonTheme = [
  EditorView.theme({
    '&': { color: 'var(--text)', backgroundColor: 'var(--surface)', height: '100%', fontSize: '13px' },
    '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
    // Above the gutters, which stand above an outline.
    '&.cm-focused::after': {
      content: '""',
      position: 'absolute',
      inset: '0',
      border: '2px solid var(--accent)',
      pointerEvents: 'none',
      zIndex: '300',
    },
    '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55', overflow: 'auto' },
    '.cm-content': { padding: '10px 0', caretColor: 'var(--accent)' },
    '.cm-cursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
    '.cm-gutters': {
      backgroundColor: 'var(--surface)',
      color: 'var(--faint)',
      border: 'none',
      paddingLeft: '4px',
    },
    '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--muted)' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
      backgroundColor: 'var(--selection)',
    },
    '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--selection)' },
    '.cm-tooltip': {
      backgroundColor: 'var(--raised)',
      color: 'var(--text)',
      border: '1px solid var(--line)',
      borderRadius: '6px',
      maxWidth: 'min(480px, 90vw)',
    },
    '.cm-diagnostic': { padding: '6px 10px', borderLeft: 'none', fontFamily: 'var(--sans)' },
    '.cm-lintRange-warning': { backgroundImage: 'none', borderBottom: '2px solid var(--warning)' },
    '.cm-lintRange-error': { backgroundImage: 'none', borderBottom: '2px solid var(--error)' },
    '.cm-gutter-lint': { width: '1em' },
    '.cm-lint-marker': {
      content: 'none !important',
      width: '8px',
      height: '8px',
      borderRadius: '50%',
      margin: '6px 3px',
    },
    '.cm-lint-marker-warning': { backgroundColor: 'var(--warning)' },
    '.cm-lint-marker-error': { backgroundColor: 'var(--error)' },
    '.cm-linked': {
      backgroundColor: 'var(--linked)',
      borderRadius: '3px',
      boxShadow: '0 0 0 1px var(--linked-line)',
    },
    '.cm-linked-line': { backgroundColor: 'var(--linked-block)' },
    '.cm-foldPlaceholder': {
      backgroundColor: 'transparent',
      border: '1px solid var(--line)',
      color: 'var(--muted)',
    },
  }),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: tags.propertyName, color: 'var(--syntax-name)' },
      { tag: tags.string, color: 'var(--syntax-string)' },
      { tag: tags.number, color: 'var(--syntax-number)' },
      { tag: [tags.bool, tags.null], color: 'var(--syntax-keyword)' },
      { tag: [tags.separator, tags.squareBracket, tags.brace], color: 'var(--muted)' },
    ]),
  ),
]
