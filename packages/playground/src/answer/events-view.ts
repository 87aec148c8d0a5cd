import { element } from '../element.ts'
import { nextIndex } from './list-keys.ts'
import type { Step } from './translation/translate-answer.ts'

/** The list of the events, of which one is at hand. */
export interface EventsView {
  readonly element: HTMLElement
  /** Shows other events. */
  readonly setSteps: (steps: readonly Step[]) => void
  /** Marks the event that is at hand, and those before it as read. */
  readonly select: (step: number) => void
}

/** @param onPick told which event the reader picks, counted from 0 */
export function createEventsView(onPick: (step: number) => void): EventsView {
  let selected = 0
  let items: readonly HTMLElement[] = []
  const list = element('ol', {
    role: 'listbox',
    tabindex: 0,
    'aria-label': 'Events of the answer',
    class: 'events',
  })
  list.addEventListener('keydown', (event) => {
    const next = nextIndex(event.key, selected, items.length)
    if (next === undefined) return
    event.preventDefault()
    // The arrows of the whole pane are not meant as well.
    event.stopPropagation()
    onPick(next)
  })
  list.addEventListener('click', (event) => {
    const item = event.target instanceof Element ? event.target.closest('li') : null
    if (item !== null) onPick(items.indexOf(item))
  })
  return {
    element: list,
    setSteps: (steps) => {
      items = steps.map(createItem)
      selected = 0
      list.replaceChildren(...items)
    },
    select: (step) => {
      const before = selected
      items[before]?.setAttribute('aria-selected', 'false')
      selected = step
      const item = items[step]
      item?.setAttribute('aria-selected', 'true')
      list.setAttribute('aria-activedescendant', item?.id ?? '')
      // Between the two places alone: there may be thousands of events.
      for (let index = Math.min(before, step); index <= Math.max(before, step); index += 1)
        items[index]?.classList.toggle('ahead', index > step)
      if (item !== undefined) scrollWithin(list, item)
    },
  }
}

function createItem(step: Step, index: number): HTMLElement {
  const kind = step.failure === undefined ? 'ahead' : 'ahead failed'
  return element(
    'li',
    { role: 'option', id: `answer-event-${index}`, 'aria-selected': 'false', class: kind },
    element('span', { class: 'number' }, String(index + 1)),
    element('span', { class: 'label' }, labelOf(step)),
    element('span', { class: 'count' }, countOf(step)),
  )
}

/** What happens at a step, in words. */
export function labelOf({ event }: Step): string {
  return event?.label ?? 'end of the stream'
}

/** What comes out at a step, in words. */
export function countOf({ chunks, failure }: Step): string {
  if (failure !== undefined) return failure.errorClass
  return chunks.length === 1 ? '1 chunk' : `${chunks.length} chunks`
}

/** The list alone scrolls, never the page. */
function scrollWithin(list: HTMLElement, item: HTMLElement): void {
  const { offsetTop: top, offsetHeight: height } = item
  if (top < list.scrollTop) list.scrollTop = top
  else if (top + height > list.scrollTop + list.clientHeight)
    list.scrollTop = top + height - list.clientHeight
}
