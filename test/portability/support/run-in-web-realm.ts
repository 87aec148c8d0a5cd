import { createContext, runInContext } from 'node:vm'

/** What every runtime with web-standard APIs has: https://min-common-api.proposal.wintertc.org (2026-11). */
const WEB_GLOBALS = [
  'AbortController',
  'AbortSignal',
  'Blob',
  'CompressionStream',
  'DOMException',
  'DecompressionStream',
  'Event',
  'EventTarget',
  'File',
  'FormData',
  'Headers',
  'ReadableStream',
  'Request',
  'Response',
  'TextDecoder',
  'TextDecoderStream',
  'TextEncoder',
  'TextEncoderStream',
  'TransformStream',
  'URL',
  'URLSearchParams',
  'WritableStream',
  'atob',
  'btoa',
  'clearTimeout',
  'console',
  'crypto',
  'performance',
  'queueMicrotask',
  'setTimeout',
  'structuredClone',
] as const

/** Built-ins that a real runtime shares with those: else bytes and errors would be of another realm. */
const SHARED = ['ArrayBuffer', 'DataView', 'Error', 'RangeError', 'TypeError', 'Uint8Array'] as const

/**
 * Runs a script in a realm that has the web's globals and nothing of Node's: no `process`, `Buffer`, `require`, and no
 * `import()` of anything. Its `fetch` is real, and as particular as that of browsers and workers.
 *
 * @returns what the script left in the global `application`
 */
export function runInWebRealm(code: string): unknown {
  const names = [...WEB_GLOBALS, ...SHARED]
  const globals = Object.fromEntries(names.map((name) => [name, Reflect.get(globalThis, name)]))
  const realm: Record<string, unknown> = createContext(globals)
  realm['self'] = runInContext('globalThis', realm)
  realm['fetch'] = particularFetch(realm['self'])
  runInContext(code, realm)
  return realm['application']
}

/** Refuses to be called as the method of another object: there, that is an "Illegal invocation". */
function particularFetch(realm: unknown) {
  return function fetch(this: unknown, ...input: Parameters<typeof globalThis.fetch>) {
    const isPlain = this === undefined || this === realm
    return isPlain ? globalThis.fetch(...input) : Promise.reject(new TypeError('Illegal invocation'))
  }
}
