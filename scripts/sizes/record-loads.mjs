import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'

/**
 * Records which files of a folder are loaded from now on.
 *
 * @returns `base`, the folder's URL, and `loaded`, paths below it, which grows
 */
export function recordLoads(folder) {
  const base = pathToFileURL(`${folder}/`).href
  const loaded = []
  registerHooks({
    load(url, context, next) {
      if (url.startsWith(base)) loaded.push(url.slice(base.length))
      return next(url, context)
    },
  })
  return { base, loaded }
}
