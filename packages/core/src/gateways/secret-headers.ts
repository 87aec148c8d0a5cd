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

/** Everybody who owns headers, and which names were found to be secret: each request has the same. */
export interface KnownHeaders {
  readonly owners: readonly HeaderOwner[]
  /** Owners and keys only become more. */
  readonly count: number
  readonly secret: Map<string, boolean>
}

/** Names of headers are the caller's: no more of them are remembered. */
const MOST_NAMES = 500

let last: KnownHeaders | undefined

/** The same object until another gateway becomes known. To look for one costs more than a name: ask once for many of them. */
export function knownHeaders(): KnownHeaders {
  const shared = sharedOwners()
  let count = defined.size + shared.size
  for (const each of [defined.values(), shared]) for (const { keyNames } of each) count += keyNames.size
  if (last?.count !== count)
    last = { owners: [...new Set([...owners, ...defined.values(), ...shared])], count, secret: new Map() }
  return last
}

/** By name rather than by list, so that a new `x-portkey-...-secret` is covered. A config may hold keys of its own. */
const SECRET =
  /key|token|secret|auth|password|credential|cookie|private|service-account|external-id|role-arn|config$/

/** Whether a header (lower case) is the key of a gateway that is known. */
export function isGatewayKey(name: string): boolean {
  return knownHeaders().owners.some(({ keyNames }) => keyNames.has(name))
}

/** Whether a header (lower case) holds a secret: a gateway's key, or one whose name says so. */
export function isSecretHeader(name: string, { owners: known, secret } = knownHeaders()): boolean {
  let isSecret = secret.get(name)
  if (isSecret === undefined) {
    // The gateway's own name may have such a word in it, as Portkey's has.
    const prefix = known.find((owner) => name.startsWith(owner.prefix))?.prefix ?? ''
    isSecret = known.some(({ keyNames }) => keyNames.has(name)) || SECRET.test(name.slice(prefix.length))
    if (secret.size < MOST_NAMES) secret.set(name, isSecret)
  }
  return isSecret
}

/**
 * Takes every gateway's secret headers off `headers`, except those of the gateway that they are sent to.
 *
 * @param isOwnHeader - whether a header (lower case) belongs to that gateway
 */
export function dropForeignSecrets(
  headers: Pick<Headers, 'delete' | 'keys'>,
  isOwnHeader: (name: string) => boolean,
): void {
  const known = knownHeaders()
  for (const name of Array.from(headers.keys())) {
    if (!isSecretHeader(name, known) || isOwnHeader(name)) continue
    if (known.owners.some((other) => other.owns(name))) headers.delete(name)
  }
}
