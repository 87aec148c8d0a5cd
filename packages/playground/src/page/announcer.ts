import { button, element } from '../element.ts'

/** Where the page says things to its reader. */
export interface Announcer {
  /** For what was done: goes away by itself. */
  readonly status: HTMLElement
  /** For what is wrong: stays until it is closed. */
  readonly notice: HTMLElement
  readonly say: (message: string) => void
  /** Shows a notice, or none. */
  readonly warn: (message: string | undefined) => void
}

const SHOWN_MS = 2500

export function createAnnouncer(): Announcer {
  const status = element('p', { role: 'status', class: 'status' })
  const notice = element('div', { role: 'alert', class: 'notice', hidden: true })
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    status,
    notice,
    say: (message) => {
      clearTimeout(timer)
      status.textContent = message
      timer = setTimeout(() => (status.textContent = ''), SHOWN_MS)
    },
    warn: (message) => {
      notice.hidden = message === undefined
      notice.replaceChildren()
      if (message === undefined) return
      const close = button('Close', () => (notice.hidden = true))
      notice.append(element('p', {}, message), close)
    },
  }
}
