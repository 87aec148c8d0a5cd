import { PUBLIC_ADDRESS } from './network.ts'

/** IPv4 addresses that are not of the public internet. */
const PRIVATE_IPV4 = [
  '127.0.0.1',
  '127.0.0.2',
  '127.255.255.254',
  '0.0.0.0',
  '10.0.0.1',
  '100.64.0.1',
  '169.254.169.254',
  '169.254.170.2',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '192.0.0.192',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '255.255.255.255',
] as const

const bytesOf = (address: string): readonly number[] => address.split('.').map(Number)
const numberOf = (address: string): number => bytesOf(address).reduce((sum, byte) => sum * 256 + byte, 0)
const hex = (value: number, digits = 0): string => value.toString(16).padStart(digits, '0')

/** One IPv4 address in every way that a URL may write it. */
function ipv4Forms(address: string): readonly string[] {
  const [a = 0, b = 0, c = 0, d = 0] = bytesOf(address)
  const value = numberOf(address)
  return [
    address,
    `${address}.`,
    `${value}`,
    `0x${hex(value)}`,
    `0${value.toString(8)}`,
    [a, b, c, d].map((byte) => `0x${hex(byte)}`).join('.'),
    [a, b, c, d].map((byte) => `0${byte.toString(8)}`).join('.'),
    `${a}.${b}.${c * 256 + d}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    address
      .split('')
      .map((letter) => `%${hex(letter.charCodeAt(0))}`)
      .join(''),
    address.replaceAll('.', '。'),
    address
      .split('')
      .map((letter) => (letter === '.' ? letter : String.fromCodePoint(0xff10 + Number(letter))))
      .join(''),
  ]
}

/** One IPv4 address within IPv6 addresses: mapped, compatible, translated, NAT64, 6to4, Teredo, ISATAP. */
function ipv6Forms(address: string): readonly string[] {
  const [a = 0, b = 0, c = 0, d = 0] = bytesOf(address)
  const high = hex(a * 256 + b)
  const low = hex(c * 256 + d)
  return [
    `[::ffff:${address}]`,
    `[::ffff:${high}:${low}]`,
    `[0:0:0:0:0:ffff:${high}:${low}]`,
    `[::${address}]`,
    `[::ffff:0:${high}:${low}]`,
    `[64:ff9b::${high}:${low}]`,
    `[64:ff9b:1::${high}:${low}]`,
    `[2002:${high}:${low}::1]`,
    `[2001:0:${high}:${low}::1]`,
    `[fe80::5efe:${high}:${low}]`,
  ]
}

const OTHER_HOSTS = [
  '[::1]',
  '[::]',
  '[fe80::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[fec0::1]',
  '[ff02::1]',
  '[2001:db8::1]',
  '[100::1]',
  '[3fff::1]',
  '[5f00::1]',
  '[0000:0000:0000:0000:0000:0000:0000:0001]',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'x.localhost',
  'printer.local',
  'metadata',
  'metadata.google.internal',
  'host.docker.internal',
  'intranet.corp',
  'router.lan',
  'router.home.arpa',
  '127.1',
  '0',
  '0x7f.1',
  '①②⑦.0.0.1',
  'user@127.0.0.1',
  'user:secret@127.0.0.1',
  'public.example@127.0.0.1',
  'public.example%40127.0.0.1',
  '127.0.0.1#@public.example',
  '127.0.0.1\\@public.example',
  '127.0.0.1%23.public.example',
]

/** Names, and what they lead to at each look-up. */
export function names(): readonly (readonly [string, () => readonly string[]])[] {
  const rebinding = (second: string): (() => readonly string[]) => {
    let asked = 0
    return () => ((asked += 1) % 2 === 1 ? [PUBLIC_ADDRESS] : [second])
  }
  return [
    ...PRIVATE_IPV4.map((address, index) => [`private-${index}.example`, () => [address]] as const),
    ['loopback-six.example', () => ['::1']],
    ['mapped.example', () => ['::ffff:127.0.0.1']],
    ['translated.example', () => ['::ffff:0:7f00:1']],
    ['both.example', () => [PUBLIC_ADDRESS, '127.0.0.1']],
    ['both-the-other-way.example', () => ['127.0.0.1', PUBLIC_ADDRESS]],
    ['rebinding.example', rebinding('127.0.0.1')],
    ['rebinding-to-metadata.example', rebinding('169.254.169.254')],
    ['trailing-dot.example.', () => ['127.0.0.1']],
  ]
}

/** Every host that must not be connected to. */
export function hostForms(): readonly string[] {
  const thorough = ['127.0.0.1', '169.254.169.254', '10.0.0.1'] as const
  const forms = [
    ...thorough.flatMap((address) => [...ipv4Forms(address), ...ipv6Forms(address)]),
    ...PRIVATE_IPV4,
    ...OTHER_HOSTS,
    ...names().map(([name]) => name),
  ]
  return [...new Set(forms)]
}

/** Where a server of the public internet may redirect to. */
export function redirectTargets(port: string): readonly string[] {
  return [
    ...[...ipv4Forms('127.0.0.1'), ...ipv6Forms('127.0.0.1')].map((host) => `http://${host}:${port}/x.png`),
    ...['localhost', 'private-0.example', 'mapped.example', 'both.example', '[::1]'].map(
      (host) => `http://${host}:${port}/x.png`,
    ),
    `//127.0.0.1:${port}/x.png`,
    'http://169.254.169.254/latest/meta-data/',
    'file:///etc/passwd',
    'ftp://127.0.0.1/x',
    'data:text/plain,x',
    'gopher://127.0.0.1:1/x',
    'http://',
    'https://user:secret@127.0.0.1/',
  ]
}
