/** What a permalink holds: the tab that is open, and what each tab has saved, by its id. */
export interface PageState {
  readonly tab: string
  readonly tabs: Readonly<Record<string, unknown>>
}

/**
 * Reads a state that anybody may have written. What a tab has saved is handed on as it is: the tab checks it.
 *
 * @param ids the tabs that there are, the first is open by default
 */
export function readPageState(value: unknown, ids: readonly string[]): PageState {
  const given = isObject(value) ? value : {}
  const saved = isObject(given['tabs']) ? given['tabs'] : {}
  const known = ids.filter((id) => Object.hasOwn(saved, id))
  return {
    tab: ids.find((id) => id === given['tab']) ?? ids[0] ?? '',
    tabs: Object.fromEntries(known.map((id) => [id, saved[id]])),
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
