import { button, element } from '../element.ts'
import { type PageState, readPageState } from '../permalink/page-state.ts'
import { readFragment, writeFragment } from '../permalink/permalink.ts'
import type { MountedTab, Tab } from '../tab.ts'
import { createAnnouncer } from './announcer.ts'
import { copyText } from './copy-text.ts'
import { createTabList } from './tab-list.ts'
import { createThemeSwitch } from './theme.ts'

/** How long after a change the address takes it over, in milliseconds. */
const QUIET_MS = 250
/** Firefox opens no address of more than 1 MiB, Chromium none of more than 2; programs that pass links on take less. */
const LONGEST_LINK = 500_000

/** Builds the page: its head, the tabs, and the state that the address holds. */
export function createPage(root: HTMLElement, tabs: readonly Tab[]): Promise<void> {
  return new Page(root, tabs).start()
}

class Page {
  readonly #tabs: readonly Tab[]
  readonly #announcer = createAnnouncer()
  readonly #mounted = new Map<string, MountedTab>()
  readonly #list
  #state: PageState
  #timer: ReturnType<typeof setTimeout> | undefined
  #isRestoring = false
  /** The fragment that this page has written itself. */
  #written = ''

  constructor(root: HTMLElement, tabs: readonly Tab[]) {
    this.#tabs = tabs
    this.#state = readPageState(undefined, this.#ids)
    this.#list = createTabList(tabs, (id) => void this.#open(id))
    const copy = button('Copy link', () => void this.#copyLink(), { class: 'quiet' })
    const title = element('h1', {}, 'Patchbay ', element('span', {}, 'playground'))
    const tools = element('div', { class: 'tools' }, copy, createThemeSwitch())
    root.replaceChildren(
      element('header', { class: 'page-head' }, title, this.#list.list, tools),
      this.#announcer.notice,
      element('main', {}, ...this.#list.panels.values()),
      this.#announcer.status,
    )
  }

  get #ids(): string[] {
    return this.#tabs.map(({ id }) => id)
  }

  async start(): Promise<void> {
    globalThis.addEventListener('hashchange', () => {
      if (location.hash !== this.#written) void this.#restore()
    })
    await this.#restore()
  }

  /** Takes the state that the address holds. */
  async #restore(): Promise<void> {
    clearTimeout(this.#timer)
    const read = await readFragment(location.hash)
    this.#announcer.warn(
      read.kind === 'malformed'
        ? `The link cannot be read: ${read.reason}. What you see is the beginning.`
        : undefined,
    )
    this.#state = readPageState(read.kind === 'state' ? read.state : undefined, this.#ids)
    for (const [id, mounted] of this.#mounted) this.#restoreTab(id, mounted)
    await this.#show(this.#state.tab)
  }

  #restoreTab(id: string, mounted: MountedTab): void {
    this.#isRestoring = true
    let problem: string | undefined
    try {
      problem = mounted.restore(this.#state.tabs[id])
    } finally {
      this.#isRestoring = false
    }
    if (problem !== undefined) this.#announcer.warn(`Not all of the link can be used: ${problem}`)
  }

  async #open(id: string): Promise<void> {
    this.#state = { ...this.#state, tab: id }
    this.#keep()
    await this.#show(id)
  }

  async #show(id: string): Promise<void> {
    this.#list.select(id)
    const tab = this.#tabs.find((one) => one.id === id)
    const panel = this.#list.panels.get(id)
    if (tab === undefined || panel === undefined || panel.hasChildNodes()) return
    panel.append(element('p', { class: 'empty' }, 'Loading.'))
    const content = element('div', { class: 'tab-content' })
    try {
      const mounted = await tab.mount(content, {
        save: (state) => this.#save(id, state),
        say: (message) => this.#announcer.say(message),
      })
      panel.replaceChildren(content)
      this.#mounted.set(id, mounted)
      this.#restoreTab(id, mounted)
    } catch (error) {
      panel.replaceChildren()
      this.#announcer.warn(
        `This tab cannot be shown: ${error instanceof Error ? error.message : String(error)}`,
      )
      throw error
    }
  }

  #save(id: string, state: unknown): void {
    this.#state = { ...this.#state, tabs: { ...this.#state.tabs, [id]: state } }
    // The address stays what the reader has opened until the reader changes something.
    if (!this.#isRestoring) this.#keep()
  }

  #keep(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#write(), QUIET_MS)
  }

  /** Puts the state into the address. Resolves with the link. */
  async #write(): Promise<string> {
    clearTimeout(this.#timer)
    const state = this.#state
    const fragment = `#${await writeFragment(state)}`
    // A tab has saved meanwhile.
    if (state !== this.#state) return this.#write()
    this.#written = fragment
    try {
      history.replaceState(null, '', fragment)
    } catch {
      // A browser that takes no address of this length: it stays as it was.
    }
    return location.href.split('#', 1).join('') + fragment
  }

  async #copyLink(): Promise<void> {
    const link = await this.#write()
    const problem = this.#problemOf(link)
    if (problem !== undefined) this.#announcer.warn(problem)
    this.#announcer.say((await copyText(link)) ? 'Link copied.' : 'The link is in the address bar.')
  }

  /** Why somebody who opens a link would not see what is here; `undefined` where nothing is wrong. */
  #problemOf(link: string): string | undefined {
    for (const [id, mounted] of this.#mounted) {
      const problem = mounted.problemOf(this.#state.tabs[id])
      if (problem !== undefined) return `Not all of this page can be read from its link: ${problem}`
    }
    if (link.length <= LONGEST_LINK) return undefined
    const length = link.length.toLocaleString('en')
    return `The link is ${length} characters long. Not every browser opens links of more than ${LONGEST_LINK.toLocaleString('en')}.`
  }
}
