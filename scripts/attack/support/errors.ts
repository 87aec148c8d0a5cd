/** Base classes of the errors that clients throw on purpose. */
const OWN = new Set([
  'OpenAIError',
  'AnthropicError',
  'ServiceException',
  'APIError',
  'AISDKError',
  'PatchbayRequestError',
  'PatchbayError',
  'AbortError',
  'TimeoutError',
])

const PROGRAMMING = new Set(['TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'AssertionError'])

/**
 * Why an error is none that a caller can handle: a fault of a program, or the 500 that stands for one. `undefined` for an
 * error of the client's own, and for one of the network.
 */
export function faultIn(error: unknown): string | undefined {
  if (!(error instanceof Error)) return `not an error: ${String(error)}`
  if (holds(error, ({ code }) => code === 'route_failed'))
    return `a fault inside of the route: ${error.message}`
  if (classes(error).some((name) => OWN.has(name.replace(/^AI_/, '')))) return undefined
  if (holds(error, (link) => isNetworkCode(link.code) || isNetworkError(link.message))) return undefined
  const name = error.constructor.name
  if (PROGRAMMING.has(name) || PROGRAMMING.has(error.name)) return `a raw ${name}: ${error.message}`
  return undefined
}

type Link = { readonly code?: unknown; readonly message?: unknown; readonly cause?: unknown }

function holds(error: Link, test: (link: Link) => boolean): boolean {
  let link: Link | undefined = error
  for (let depth = 0; link !== undefined && link !== null && depth < 5; depth += 1) {
    if (test(link)) return true
    link = link.cause as Link | undefined
  }
  return false
}

/** What `fetch` rejects with when the network fails, with or without a code. */
const isNetworkError = (message: unknown): boolean =>
  typeof message === 'string' && /^(?:fetch failed|terminated)\b/.test(message)

const isNetworkCode = (code: unknown): boolean =>
  typeof code === 'string' && /^(?:E[A-Z]+|UND_ERR_\w+|HPE_\w+|ERR_\w+)$/.test(code)

function classes(error: object): string[] {
  const names: string[] = []
  for (let at: object | null = error; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    const { constructor, name } = at as { constructor?: { name?: unknown }; name?: unknown }
    if (typeof constructor?.name === 'string') names.push(constructor.name)
    if (typeof name === 'string') names.push(name)
  }
  return names
}

/** An error in one line. */
export function inOneLine(error: unknown): string {
  const text = error instanceof Error ? `${error.constructor.name}: ${error.message}` : String(error)
  return text.replaceAll('\n', ' ').slice(0, 200)
}
