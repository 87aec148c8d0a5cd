/** A piece of a message: what the model thought, or what it said. */
export interface MessagePiece {
  /** `reasoning` for what stood within the tag. */
  readonly kind: 'reasoning' | 'text'
  /** The text, without tags. */
  readonly text: string
}

/** Splits the text of one message, in pieces as they arrive, at a leading `<think>...</think>`. */
export interface ThinkTagParser {
  /** The pieces that are certain so far: a partial tag is held back until the next call. */
  push(text: string): readonly MessagePiece[]
  /** What was held back. */
  end(): readonly MessagePiece[]
}

const OPEN = '<think>'
const CLOSE = '</think>'

/** Only a tag at the start counts: later ones are text in which the model writes about tags. */
export function createThinkTagParser(): ThinkTagParser {
  let state: 'start' | 'thinking' | 'after' | 'text' = 'start'
  let held = ''
  return {
    push(text) {
      held += text
      const pieces: MessagePiece[] = []
      if (state === 'start') {
        const head = held.trimStart()
        if (head.length < OPEN.length && OPEN.startsWith(head)) return pieces
        state = head.startsWith(OPEN) ? 'thinking' : 'text'
        if (state === 'thinking') held = head.slice(OPEN.length)
      }
      if (state === 'thinking') {
        const close = held.indexOf(CLOSE)
        const certain = close === -1 ? held.length - halfTagLength(held) : close
        add(pieces, 'reasoning', held.slice(0, certain))
        held = held.slice(close === -1 ? certain : close + CLOSE.length)
        if (close !== -1) state = 'after'
      }
      if (state === 'after') {
        held = held.replace(/^[\r\n]+/, '')
        if (held !== '') state = 'text'
      }
      if (state === 'text') {
        add(pieces, 'text', held)
        held = ''
      }
      return pieces
    },
    end() {
      const pieces: MessagePiece[] = []
      add(pieces, state === 'thinking' ? 'reasoning' : 'text', held)
      held = ''
      return pieces
    },
  }
}

function add(pieces: MessagePiece[], kind: MessagePiece['kind'], text: string): void {
  if (text !== '') pieces.push({ kind, text })
}

/** How much of the end of `text` may be the beginning of the closing tag. */
function halfTagLength(text: string): number {
  for (let length = Math.min(CLOSE.length - 1, text.length); length > 0; length -= 1) {
    if (CLOSE.startsWith(text.slice(-length))) return length
  }
  return 0
}
