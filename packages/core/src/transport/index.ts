/** What sends requests: loaded with the first one, apart from the rest of this package. */
export { builtInClient } from './built-in-client.ts'
export { isBuiltInFetch } from './built-in-fetch.ts'
export { fetchClient } from './fetch.ts'
export { bodyText, connectionError, readAll, readText } from './http-client.ts'
