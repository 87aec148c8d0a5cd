/** What a tab is given of the page. */
export interface TabContext {
  /**
   * Keeps a JSON value as the tab's part of the permalink. Call it with every change: it is cheap. Called by `restore`,
   * as it should be, it leaves the address as it is.
   */
  readonly save: (state: unknown) => void
  /** Says something short to the reader, such as `Copied.`; screen readers read it out. */
  readonly say: (message: string) => void
}

/** A tab that stands on the page. */
export interface MountedTab {
  /**
   * Takes a state: of a permalink (anybody may have written it, and nothing of it may become markup), or `undefined` for the tab's
   * beginning. Called once after mounting, and whenever the location's fragment changes.
   *
   * @returns what of it could not be used, in words; `undefined` where nothing is wrong
   */
  readonly restore: (state: unknown) => string | undefined
  /** What `restore` could not use of a state, in words, without taking it. */
  readonly problemOf: (state: unknown) => string | undefined
}

/** A tab of the page. */
export interface Tab {
  /** Its name in permalinks. */
  readonly id: string
  readonly label: string
  /** Puts the tab's content into an element that is empty. Called when the tab is first opened: what it imports is loaded then. */
  readonly mount: (panel: HTMLElement, context: TabContext) => Promise<MountedTab>
}
