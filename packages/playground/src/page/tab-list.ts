import { button, element } from '../element.ts'

/** What a tab list shows. */
interface TabName {
  readonly id: string
  readonly label: string
}

/** Tabs with their panels, as https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ has them. */
export interface TabList {
  readonly list: HTMLElement
  readonly panels: ReadonlyMap<string, HTMLElement>
  /** Shows a tab's panel. */
  readonly select: (id: string) => void
}

/** @param onSelect told when the reader chooses a tab, not when `select` does */
export function createTabList(tabs: readonly TabName[], onSelect: (id: string) => void): TabList {
  const list = element('div', { role: 'tablist', 'aria-label': 'What to look at' })
  const panels = new Map(tabs.map(({ id }) => [id, createPanel(id)]))
  const buttons = tabs.map(({ id, label }) => createButton(id, label, () => choose(id)))
  list.append(...buttons)

  const select = (id: string): void => {
    tabs.forEach((tab, index) => {
      const isSelected = tab.id === id
      buttons[index]?.setAttribute('aria-selected', String(isSelected))
      if (buttons[index]) buttons[index].tabIndex = isSelected ? 0 : -1
      const panel = panels.get(tab.id)
      if (panel) panel.hidden = !isSelected
    })
  }
  const choose = (id: string): void => {
    select(id)
    onSelect(id)
  }
  list.addEventListener('keydown', (event) => {
    const next = nextIndex(event.key, buttons.indexOf(event.target as HTMLButtonElement), buttons.length)
    const tab = next === undefined ? undefined : tabs[next]
    if (next === undefined || tab === undefined) return
    event.preventDefault()
    choose(tab.id)
    buttons[next]?.focus()
  })
  return { list, panels, select }
}

/** Which tab a key moves to; `undefined` for other keys. */
export function nextIndex(key: string, current: number, count: number): number | undefined {
  if (key === 'ArrowRight') return (current + 1) % count
  if (key === 'ArrowLeft') return (current - 1 + count) % count
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  return undefined
}

function createButton(id: string, label: string, onClick: () => void): HTMLButtonElement {
  return button(label, onClick, { role: 'tab', id: `tab-${id}`, 'aria-controls': `panel-${id}` })
}

function createPanel(id: string): HTMLElement {
  return element('section', {
    role: 'tabpanel',
    id: `panel-${id}`,
    'aria-labelledby': `tab-${id}`,
    hidden: true,
  })
}
