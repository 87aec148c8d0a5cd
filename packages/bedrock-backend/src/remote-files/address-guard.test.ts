import { describe, expect, it } from 'vitest'

import { isPublicAddress, isPublicHost } from './address-guard.ts'

describe('isPublicAddress', () => {
  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '172.15.255.255',
    '172.32.0.1',
    '100.63.0.1',
    '223.255.255.255',
    '2606:4700::1111',
    '2a00:1450::1',
  ])('lets %s through', (address) => expect(isPublicAddress(address)).toBe(true))

  it.each([
    '0.0.0.0',
    '0.1.2.3',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '169.254.170.2',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:a9fe:a9fe',
    '::ffff:0:127.0.0.1',
    '::ffff:0:a9fe:a9fe',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::10.0.0.1',
    '100::1',
    '100:0:0:1::1',
    '1::1',
    '2001::7f00:1',
    '2001:10::1',
    '2001:20::1',
    '2606:4700::5efe:127.0.0.1',
    '2606:4700::200:5efe:a9fe:a9fe',
    '2620:4f:8000::1',
    '3fff::1',
    '4000::1',
    '5f00::1',
    '9000::1',
    'fec0::1',
    '2001:db8::1',
    '2002:a9fe:a9fe::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    'not an address',
    '',
  ])('holds %s back', (address) => expect(isPublicAddress(address)).toBe(false))
})

describe('isPublicHost', () => {
  /** As a URL gives it: `new URL` turns every spelling of an IPv4 address into the plain one. */
  const hostOf = (url: string) => new URL(url).hostname

  it.each([
    'https://example.com',
    'https://1.1.1.1',
    'https://[2606:4700::1111]',
    'https://local.example.com',
  ])('lets %s be looked up', (url) => expect(isPublicHost(hostOf(url))).toBe(true))

  it.each([
    'https://localhost',
    'https://localhost.',
    'https://app.localhost',
    'https://printer.local',
    'https://metadata.google.internal',
    'https://metadata',
    'https://127.1',
    'https://0x7f000001',
    'https://2130706433',
    'https://0177.0.0.1',
    'https://169.254.169.254',
    'https://[::1]',
    'https://[::ffff:169.254.169.254]',
    'https://[fd00:ec2::254]',
    'https://[::ffff:0:169.254.169.254]',
    'https://[64:ff9b::7f00:1]',
    'https://[2002:7f00:1::]',
  ])('holds %s back', (url) => expect(isPublicHost(hostOf(url))).toBe(false))
})
