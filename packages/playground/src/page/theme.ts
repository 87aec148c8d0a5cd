import { element } from '../element.ts'

/** Which colors are shown: those that the system asks for, or one of both. */
export type Theme = 'system' | 'light' | 'dark'

const THEMES: readonly (readonly [Theme, string])[] = [
  ['system', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
]

const KEY = 'patchbay-playground-theme'

/** A switch between the themes, which remembers what was chosen. */
export function createThemeSwitch(): HTMLElement {
  const select = element(
    'select',
    { id: 'theme' },
    ...THEMES.map(([value, label]) => element('option', { value }, label)),
  )
  select.value = readTheme(readStored())
  applyTheme(select.value as Theme)
  select.addEventListener('change', () => {
    const theme = readTheme(select.value)
    applyTheme(theme)
    store(theme)
  })
  return element('label', { class: 'field inline', for: 'theme' }, element('span', {}, 'Theme'), select)
}

/** A theme by its name, which may be anything. */
export function readTheme(name: unknown): Theme {
  return THEMES.find(([theme]) => theme === name)?.[0] ?? 'system'
}

function applyTheme(theme: Theme): void {
  const { dataset } = document.documentElement
  if (theme === 'system') delete dataset['theme']
  else dataset['theme'] = theme
}

/** Storage may be refused: then the theme lasts as long as the page. */
function readStored(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

function store(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // See above.
  }
}
