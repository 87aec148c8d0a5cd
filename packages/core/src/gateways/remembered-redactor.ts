import { isJSONText, isSecretWord } from '../redaction/collect-secrets.ts'
import { createRedactor, type Redactor } from '../redaction/redactor.ts'
import type { BoundGateway } from './bound-gateway.ts'
import { gatewaySecrets } from './gateway-secrets.ts'
import { type KnownHeaders, knownHeaders } from './secret-headers.ts'

type Header = readonly [name: string, value: string]

/** The last one of each route: the requests of a client have the same secrets, whose forms are made once then. */
const last = new WeakMap<object, { readonly headers: readonly Header[]; readonly redactor: Redactor }>()

/** As `gatewayRedactor`, the same one for the same secrets. */
export function rememberedRedactor(gateway: BoundGateway, ...given: readonly Iterable<Header>[]): Redactor {
  const headers = secretHeaders(given)
  const before = last.get(gateway.options)
  if (before !== undefined && isEqual(before.headers, headers)) return before.redactor
  const redactor = createRedactor(gatewaySecrets(gateway, headers))
  last.set(gateway.options, { headers, redactor })
  return redactor
}

function isEqual(some: readonly Header[], others: readonly Header[]): boolean {
  return (
    some.length === others.length &&
    some.every(([name, value], index) => others[index]?.[0] === name && others[index]?.[1] === value)
  )
}

/** The headers in which there may be secrets. */
function secretHeaders(given: readonly Iterable<Header>[]): readonly Header[] {
  const words = secretWords()
  const found: Header[] = []
  for (const headers of given)
    for (const header of headers) if (isWordOf(words, header[0]) || isJSONText(header[1])) found.push(header)
  return found
}

/** Names are the caller's: no more of them are remembered. */
const MOST_NAMES = 500

/** What was found out about names of headers, which are the same in each request, until another gateway becomes known. */
let known: { readonly since: KnownHeaders; readonly words: Map<string, boolean> } | undefined

function secretWords(): Map<string, boolean> {
  const since = knownHeaders()
  if (known?.since !== since) known = { since, words: new Map() }
  return known.words
}

function isWordOf(words: Map<string, boolean>, name: string): boolean {
  let isWord = words.get(name)
  if (isWord === undefined) {
    isWord = isSecretWord(name)
    if (words.size < MOST_NAMES) words.set(name, isWord)
  }
  return isWord
}
