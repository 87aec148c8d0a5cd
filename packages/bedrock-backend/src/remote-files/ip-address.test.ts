import { BlockList, isIP } from 'node:net'

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { isPublicAddress, SPECIAL } from './address-guard.ts'
import { parseAddress } from './ip-address.ts'

/** Node's own lists, one for each family: a mixed one finds every IPv4 address in the range of the mapped ones. */
const BLOCKED = { 4: new BlockList(), 6: new BlockList() }
for (const [network, prefix] of SPECIAL) {
  const isV6 = network.includes(':')
  BLOCKED[isV6 ? 6 : 4].addSubnet(network, prefix, isV6 ? 'ipv6' : 'ipv4')
}

function isPublicToNode(address: string): boolean {
  const version = isIP(address)
  if (version === 0) return false
  return version === 6 ? !BLOCKED[6].check(address, 'ipv6') : !BLOCKED[4].check(address, 'ipv4')
}

const nearSpecial = fc
  .tuple(fc.constantFrom(...SPECIAL.map(([network]) => network)), fc.ipV4(), fc.ipV6())
  .map(([network, v4, v6]) =>
    network.includes(':') ? `${network.replace(/::.*/, '')}:${v6.split(':').at(-1)}::1` : mixed(network, v4),
  )

/** The first half of one, the second half of the other. */
function mixed(network: string, other: string): string {
  return [...network.split('.').slice(0, 2), ...other.split('.').slice(2)].join('.')
}

const malformed = fc.oneof(
  fc.stringMatching(/^[\da-f.:]{0,20}$/),
  fc.constantFrom(
    '1.2.3',
    '01.2.3.4',
    '256.1.1.1',
    ':::',
    '1::2::3',
    '::1.2.3',
    '1.2.3.4::',
    '::ffff:1.2.3.4:5',
    '12345::',
  ),
)

describe('parseAddress', () => {
  it('takes the same texts for addresses as Node, and finds them in the same ranges', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), nearSpecial, malformed), (address) => {
        expect(parseAddress(address) !== undefined).toBe(isIP(address) !== 0)
        expect(isPublicAddress(address)).toBe(isPublicToNode(address))
      }),
      { numRuns: 2000 },
    )
  })

  it('leaves a zone aside', () => {
    expect(parseAddress('fe80::1%eth0')).toEqual(parseAddress('fe80::1'))
  })
})
