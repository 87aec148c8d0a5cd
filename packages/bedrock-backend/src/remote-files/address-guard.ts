import { parseAddress, type IpAddress } from './ip-address.ts'

/**
 * Addresses that are not the public internet: this machine, private networks, link-local (where cloud metadata
 * lives), shared, benchmark, documentation, multicast and reserved ranges.
 * https://www.iana.org/assignments/iana-ipv4-special-registry https://www.iana.org/assignments/iana-ipv6-special-registry (2026-11)
 */
export const SPECIAL = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Outside of 2000::/3 nothing is global unicast: https://www.iana.org/assignments/ipv6-address-space
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['::', 96],
  ['::ffff:0:0', 96],
  ['::ffff:0:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['100:0:0:1::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const

/** Names that never lead to the public internet, by standard or by custom. */
const LOCAL_NAMES = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|home\.arpa)$/i

const BLOCKED = SPECIAL.map(([network, prefix]) => ({ network: parseAddress(network) as IpAddress, prefix }))

/** Whether an IP address lies on the public internet. IPv4 in IPv6's clothes never counts as public. */
export function isPublicAddress(address: string): boolean {
  const found = parseAddress(address)
  return found !== undefined && !isIsatap(found) && !BLOCKED.some((range) => isInside(found, range))
}

/** An IPv4 address behind `0:5efe` or `200:5efe`, whatever the network. https://www.rfc-editor.org/rfc/rfc5214#section-6.1 */
function isIsatap({ bits, value }: IpAddress): boolean {
  return bits === 128 && ((value >> 32n) & 0xfdff_ffffn) === 0x5efen
}

function isInside(
  { bits, value }: IpAddress,
  { network, prefix }: { network: IpAddress; prefix: number },
): boolean {
  const rest = BigInt(bits - prefix)
  return bits === network.bits && value >> rest === network.value >> rest
}

/** Whether a host of a URL is an address, which nothing has to look up. */
export function isAddress(hostname: string): boolean {
  return parseAddress(hostname.replace(/^\[(.*)\]$/, '$1')) !== undefined
}

/** Whether a host of a URL may be looked up at all: no private address, and no name that is private by custom. */
export function isPublicHost(hostname: string): boolean {
  const host = hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
  if (parseAddress(host) !== undefined) return isPublicAddress(host)
  // A URL writes no other address with a colon: what cannot be read must not be requested.
  return host.includes('.') && !host.includes(':') && !LOCAL_NAMES.test(host)
}
