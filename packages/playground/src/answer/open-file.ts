import { button, element } from '../element.ts'
import { textOfFile } from './paste/text-of-file.ts'

/** The largest file that is read, in bytes: what a page can show at once. */
const MAX_BYTES = 700_000

/** What becomes of a file that the reader picks. */
export interface OpenFileEvents {
  readonly onText: (text: string) => void
  /** Told why it cannot be read, in words. */
  readonly onRefused: (reason: string) => void
}

/** A button that reads a file of the reader's, a recorded event stream for instance. Nothing is sent anywhere. */
export function createOpenFile({ onText, onRefused }: OpenFileEvents): HTMLElement {
  const input = element('input', { type: 'file', hidden: true, 'aria-label': 'File with an answer' })
  input.addEventListener('change', () => {
    const [file] = input.files ?? []
    // The same file may be picked again.
    input.value = ''
    if (file === undefined) return
    if (file.size > MAX_BYTES) {
      onRefused(`The file is too large: ${MAX_BYTES / 1000} kB are read.`)
      return
    }
    file.bytes().then(
      (bytes) => onText(textOfFile(bytes)),
      () => onRefused('The file cannot be read.'),
    )
  })
  return element(
    'span',
    { class: 'open-file' },
    button('Open file', () => input.click()),
    input,
  )
}
