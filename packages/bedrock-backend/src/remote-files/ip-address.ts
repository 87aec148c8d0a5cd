/** An address as a number of 32 or 128 bits. */
export interface IpAddress {
  readonly bits: 32 | 128
  readonly value: bigint
}

/**
 * Reads an IPv4 address in its four decimal parts, or an IPv6 address in any of its spellings, a zone (`%eth0`) left
 * aside; `undefined` for everything else. URLs spell IPv4 in no other way.
 * https://www.rfc-editor.org/rfc/rfc4291#section-2.2
 */
export function parseAddress(text: string): IpAddress | undefined {
  const plain = text.split('%')[0] as string
  const value = plain.includes(':') ? ipv6(plain) : ipv4(plain)
  return value === undefined ? undefined : { bits: plain.includes(':') ? 128 : 32, value }
}

function ipv4(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) {
    return undefined
  }
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n)
}

function ipv6(text: string): bigint | undefined {
  const [head = '', tail, ...more] = text.split('::')
  if (more.length > 0) return undefined
  const before = groups(head, tail === undefined)
  const after = groups(tail ?? '', true)
  if (before === undefined || after === undefined) return undefined
  const missing = 8 - before.length - after.length
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined
  const zeros = Array.from({ length: missing }, () => 0n)
  return [...before, ...zeros, ...after].reduce((value, group) => (value << 16n) | group, 0n)
}

/** Groups of 16 bits. The last two may be written as an IPv4 address, where the text is the address's end. */
function groups(text: string, isEnd: boolean): bigint[] | undefined {
  if (text === '') return []
  const found: bigint[] = []
  const parts = text.split(':')
  for (const [index, part] of parts.entries()) {
    const embedded = isEnd && index === parts.length - 1 && part.includes('.') ? ipv4(part) : undefined
    if (embedded !== undefined) found.push(embedded >> 16n, embedded & 0xffffn)
    else if (/^[\da-f]{1,4}$/i.test(part)) found.push(BigInt(`0x${part}`))
    else return undefined
  }
  return found
}
