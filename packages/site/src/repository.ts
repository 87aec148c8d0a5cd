import { fileURLToPath } from 'node:url'

/** The root of the checkout, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** Where people read files that are no page of the site, and edit those that are. */
export const REPOSITORY_URL = 'https://github.com/patchbay/patchbay'

/** The address of a file or a folder of the repository on GitHub. */
export function toRepositoryURL(path: string, kind: 'blob' | 'tree' | 'edit' = 'blob'): string {
  return `${REPOSITORY_URL}/${kind}/main/${path}`
}

/** The path in the repository that an address on GitHub shows, with what follows `#`, or `undefined` for another address. */
export function fromRepositoryURL(url: string): string | undefined {
  const prefix = `${REPOSITORY_URL}/blob/main/`
  return url.startsWith(prefix) ? url.slice(prefix.length) : undefined
}
