import { processState } from '../process-state.ts'

/** One gateway as far as headers are concerned. Names are in lower case. */
export interface HeaderOwner {
  /** What the names of most of its headers begin with, e.g. `x-portkey-`. */
  readonly prefix: string
  /** Its keys: secrets whatever their names say. */
  readonly keyNames: Set<string>
  /** Whether a header is one of this gateway's. */
  readonly owns: (name: string) => boolean
}

const ownerByPrefix = (prefix: string): HeaderOwner => ({
  prefix,
  keyNames: new Set(),
  owns: (name) => name.startsWith(prefix),
})

/** Gateways that need no definition of their own, `gateway()` being enough: Helicone, Cloudflare, LiteLLM. */
const owners: readonly HeaderOwner[] = [
  ownerByPrefix('helicone-'),
  ownerByPrefix('cf-aig-'),
  ownerByPrefix('x-litellm-'),
]

/** Owners by what was said of them: a gateway that is defined again and again, for each tenant for one, is one owner. */
const defined = new Map<string, HeaderOwner>()

/**
 * Makes the headers of a gateway known to all the others. A client that was configured by hand for one gateway has its
 * key among the default headers: on a route to another gateway the secret ones among these are removed.
 *
 * @param ownHeaders which headers are its own besides its keys: a pattern, none, or by default those with the prefix
 */
export function addHeaderOwner(
  prefix: string,
  ownHeaders: RegExp | false | undefined,
  keys: readonly string[],
): HeaderOwner {
  const identity = JSON.stringify([prefix, String(ownHeaders), keys.toSorted()])
  const known = defined.get(identity)
  if (known !== undefined) return known
  const keyNames = new Set(keys)
  // The flags `g` and `y` would make it remember where it stopped.
  const pattern = ownHeaders instanceof RegExp ? new RegExp(ownHeaders.source, 'i') : undefined
  const owns = (header: string): boolean =>
    keyNames.has(header) || (pattern?.test(header) ?? (ownHeaders !== false && header.startsWith(prefix)))
  const added = { prefix, keyNames, owns }
  defined.set(identity, added)
  return added
}

/** Does the same for the other copies of the package in this process, as soon as there is a route to the gateway. */
export function shareHeaderOwner(owner: HeaderOwner): void {
  sharedOwners().add(owner)
}

function sharedOwners(): Set<HeaderOwner> {
  return processState('gateway-headers.v1', () => new Set<HeaderOwner>())
}

/** Everybody who owns headers. */
interface KnownHeaders {
  readonly owners: readonly HeaderOwner[]
  /** Owners and keys only become more. */
  readonly count: number
}

let last: KnownHeaders | undefined

function knownHeaders(): KnownHeaders {
  const shared = sharedOwners()
  let count = defined.size + shared.size
  for (const each of [defined.values(), shared]) for (const { keyNames } of each) count += keyNames.size
  if (last?.count !== count)
    last = { owners: [...new Set([...owners, ...defined.values(), ...shared])], count }
  return last
}

function allOwners(): readonly HeaderOwner[] {
  return knownHeaders().owners
}

/** Names of headers are the caller's: no more of them are remembered. */
const MOST_NAMES = 500

/**
 * Remembers what `judge` says of names of headers, since each request has the same ones. All of it is forgotten when another gateway
 * becomes known.
 *
 * @returns gives the remembering function; call it once for all names of a request: to look for new gateways costs more than a name
 */
export function rememberNames(judge: (name: string) => boolean): () => (name: string) => boolean {
  let since: KnownHeaders | undefined
  const said = new Map<string, boolean>()
  const recall = (name: string): boolean => {
    let answer = said.get(name)
    if (answer === undefined) {
      answer = judge(name)
      if (said.size < MOST_NAMES) said.set(name, answer)
    }
    return answer
  }
  return () => {
    const known = knownHeaders()
    if (since !== known) said.clear()
    since = known
    return recall
  }
}

/** By name rather than by list, so that a new `x-portkey-...-secret` is covered. A config may hold keys of its own. */
const SECRET =
  /key|token|secret|auth|password|credential|cookie|private|service-account|external-id|role-arn|config$/

/** Whether a header (lower case) is the key of a gateway that is known. */
export function isGatewayKey(name: string): boolean {
  return allOwners().some(({ keyNames }) => keyNames.has(name))
}

/** Whether a header (lower case) holds a secret: a gateway's key, or one whose name says so. */
export function isSecretHeader(name: string): boolean {
  return secretNames()(name)
}

const secretNames = rememberNames((name) => {
  const known = allOwners()
  // The gateway's own name may have such a word in it, as Portkey's has.
  const prefix = known.find((owner) => name.startsWith(owner.prefix))?.prefix ?? ''
  return known.some(({ keyNames }) => keyNames.has(name)) || SECRET.test(name.slice(prefix.length))
})

/** Whether a header is a secret one of any gateway that is known. */
const ownedSecrets = rememberNames(
  (name) => allOwners().some(({ owns }) => owns(name)) && isSecretHeader(name),
)

/**
 * Takes every gateway's secret headers off `headers`, except those of the gateway that they are sent to.
 *
 * @param isOwnHeader - whether a header (lower case) belongs to that gateway
 */
export function dropForeignSecrets(
  headers: Pick<Headers, 'delete' | 'keys'>,
  isOwnHeader: (name: string) => boolean,
): void {
  const isOwnedSecret = ownedSecrets()
  for (const name of Array.from(headers.keys()))
    if (isOwnedSecret(name) && !isOwnHeader(name)) headers.delete(name)
}
