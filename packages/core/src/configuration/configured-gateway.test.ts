import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

import { AmbiguousGatewayError } from '../errors/ambiguous-gateway-error.ts'
import { ConfigurationError } from '../errors/configuration-error.ts'
import { gateway } from '../gateways/gateway.ts'
import { configure } from './configuration.ts'
import { configuredGateway, requiresGateway } from './configured-gateway.ts'
import { readEnvironment, readSwitch } from './environment.ts'

beforeEach(() => {
  for (const name of Object.keys(process.env)) {
    if (/^(?:PATCHBAY|JAVELIN|PORTKEY|ALTRUM|BEDROCK_ACCESS_GATEWAY)_/.test(name)) vi.stubEnv(name, '')
  }
})
afterEach(() => {
  configure(null)
  vi.unstubAllEnvs()
})

function environment(values: Record<string, string>): void {
  for (const [name, value] of Object.entries(values)) vi.stubEnv(name, value)
}

describe('readEnvironment and readSwitch', () => {
  test.for([
    ['  x  ', 'x'],
    ['', undefined],
    ['   ', undefined],
  ] as const)('%j reads as %j', ([value, expected]) => {
    vi.stubEnv('PATCHBAY_TEST', value)
    expect(readEnvironment('PATCHBAY_TEST')).toBe(expected)
  })

  test.for([
    ['1', true],
    ['true', true],
    ['TRUE', true],
    ['0', false],
    ['false', false],
    ['', undefined],
  ] as const)('the switch %j is %s', ([value, expected]) => {
    vi.stubEnv('PATCHBAY_TEST', value)
    expect(readSwitch('PATCHBAY_TEST')).toBe(expected)
  })

  test('a typing error in a switch is refused', () => {
    vi.stubEnv('PATCHBAY_TEST', 'yes')
    expect(() => readSwitch('PATCHBAY_TEST')).toThrow(ConfigurationError)
  })
})

describe('the gateway of the environment', () => {
  test('is none where nothing is set, and keys of providers are no gateway', () => {
    environment({ OPENAI_API_KEY: 'x', OPENAI_BASE_URL: 'https://gw.example.com' })
    expect(configuredGateway()).toBeUndefined()
  })

  test.for([
    [{ JAVELIN_BASE_URL: 'https://gw.example.com' }, /JAVELIN_BASE_URL .*JAVELIN_API_KEY/],
    [
      { PORTKEY_BASE_URL: 'https://gw.example.com' },
      /PORTKEY_BASE_URL .*PORTKEY_API_KEY.*PATCHBAY_GATEWAY=portkey/,
    ],
    [{ ALTRUM_BASE_URL: 'https://gw.example.com' }, /ALTRUM_BASE_URL .*ALTRUM_API_KEY/],
    [{ BEDROCK_ACCESS_GATEWAY_URL: 'https://gw.example.com' }, /BEDROCK_ACCESS_GATEWAY_API_KEY/],
    [{ PATCHBAY_GATEWAY_API_KEY: 'hunter22' }, /PATCHBAY_GATEWAY_API_KEY .*PATCHBAY_GATEWAY,/],
  ] as const)('%j is half of a gateway: an error, no local route', ([values, text]) => {
    environment(values)
    expect(configuredGateway).toThrow(ConfigurationError)
    expect(configuredGateway).toThrow(text)
    expect(configuredGateway).not.toThrow(/hunter22/)
  })

  test('a whole gateway is not in doubt for half of another', () => {
    environment({ PORTKEY_API_KEY: 'k', JAVELIN_BASE_URL: 'https://gw.example.com' })
    expect(configuredGateway()?.name).toBe('portkey')
    environment({
      PORTKEY_API_KEY: '',
      PATCHBAY_GATEWAY: 'portkey',
      PORTKEY_BASE_URL: 'https://pk.example.com',
    })
    expect(configuredGateway()?.describe()).toMatchObject({ baseURL: 'https://pk.example.com' })
  })

  test.for([
    [
      { JAVELIN_API_KEY: 'k', JAVELIN_BASE_URL: 'https://gw.example.com' },
      'javelin',
      'https://gw.example.com',
    ],
    [{ PORTKEY_API_KEY: 'k' }, 'portkey', 'https://api.portkey.ai'],
    [
      { PORTKEY_API_KEY: 'k', PORTKEY_BASE_URL: 'https://pk.example.com/v1' },
      'portkey',
      'https://pk.example.com',
    ],
    [{ ALTRUM_API_KEY: 'k' }, 'altrum', 'https://api.altrum.ai'],
    [
      { BEDROCK_ACCESS_GATEWAY_API_KEY: 'k', BEDROCK_ACCESS_GATEWAY_URL: 'https://bag.example.com/api/v1' },
      'bedrock-access-gateway',
      'https://bag.example.com/api/v1',
    ],
  ] as const)('%j is %s', ([values, name, baseURL]) => {
    environment(values)
    expect(configuredGateway()?.describe()).toMatchObject({ kind: 'gateway', name, baseURL })
  })

  test('reads the address of a Portkey provider or config', () => {
    environment({ PORTKEY_API_KEY: 'k', PORTKEY_PROVIDER: '@bedrock', PORTKEY_CONFIG: 'pc-1' })
    expect(configuredGateway()?.describe()).toMatchObject({ provider: '@bedrock', config: 'pc-1' })
  })

  test.for([{ JAVELIN_API_KEY: 'k' }, { BEDROCK_ACCESS_GATEWAY_API_KEY: 'k' }])(
    '%j without an address is an error',
    (values) => {
      environment(values)
      expect(configuredGateway).toThrow(ConfigurationError)
    },
  )

  test('two keys are ambiguous, and the error names both', () => {
    environment({ PORTKEY_API_KEY: 'hunter22', ALTRUM_API_KEY: 'hunter23' })
    expect(configuredGateway).toThrow(AmbiguousGatewayError)
    expect(configuredGateway).toThrow(/portkey.*altrum/)
    expect(configuredGateway).not.toThrow(/hunter/)
  })

  test('PATCHBAY_GATEWAY decides between two', () => {
    environment({ PORTKEY_API_KEY: 'k', ALTRUM_API_KEY: 'k', PATCHBAY_GATEWAY: 'altrum' })
    expect(configuredGateway()?.name).toBe('altrum')
  })

  test.for(['javelin', 'portkey', 'altrum', 'bedrock-access-gateway', 'bedrockAccessGateway'])(
    'PATCHBAY_GATEWAY=%s without its key is an error',
    (name) => {
      environment({ PATCHBAY_GATEWAY: name })
      expect(configuredGateway).toThrow(ConfigurationError)
    },
  )

  test('a URL is a complete base, with a key of its own', async () => {
    environment({ PATCHBAY_GATEWAY: 'https://litellm.example.com/v1', PATCHBAY_GATEWAY_API_KEY: 'k' })
    expect(configuredGateway()?.describe()).toMatchObject({
      name: 'gateway',
      baseURL: 'https://litellm.example.com/v1',
    })
  })

  test('plain http needs PATCHBAY_ALLOW_INSECURE', () => {
    environment({ PATCHBAY_GATEWAY: 'http://litellm.internal/v1' })
    expect(configuredGateway).toThrow(ConfigurationError)
    environment({ PATCHBAY_ALLOW_INSECURE: '1' })
    expect(configuredGateway()?.name).toBe('gateway')
  })

  test('a typing error in PATCHBAY_ALLOW_INSECURE is refused, whatever the base', () => {
    for (const base of ['http://litellm.internal/v1', 'https://litellm.example.com/v1']) {
      environment({ PATCHBAY_GATEWAY: base, PATCHBAY_ALLOW_INSECURE: 'yes' })
      expect(configuredGateway).toThrow(ConfigurationError)
      expect(configuredGateway).toThrow(/PATCHBAY_ALLOW_INSECURE must be 1 or 0 \(or true or false\)/)
    }
    expect(gateway({ baseURL: 'https://litellm.example.com/v1', allowInsecure: false }).name).toBe('gateway')
  })

  test.for(['kong', 'constructor', '__proto__'])('the name %s is unknown', (name) => {
    environment({ PATCHBAY_GATEWAY: name })
    expect(configuredGateway).toThrow(ConfigurationError)
  })

  test('a key in the wrong variable is not quoted', () => {
    environment({ PATCHBAY_GATEWAY: 'pk-hunter22/x' })
    expect(configuredGateway).toThrow(ConfigurationError)
    expect(configuredGateway).not.toThrow(/hunter22/)
  })
})

describe('configure({ gateway })', () => {
  test('wins over the environment, ambiguous or not', () => {
    environment({ PORTKEY_API_KEY: 'k', ALTRUM_API_KEY: 'k', PATCHBAY_GATEWAY: 'altrum' })
    const own = gateway({ baseURL: 'https://litellm.example.com/v1' })
    configure({ gateway: own })
    expect(configuredGateway()).toBe(own)
    configure({ gateway: 'portkey' })
    expect(configuredGateway()?.name).toBe('portkey')
    configure({ gateway: 'https://other.example.com/v1' })
    expect(configuredGateway()?.describe()).toMatchObject({ baseURL: 'https://other.example.com/v1' })
  })
})

describe('requireGateway', () => {
  test.for([
    [undefined, '', false],
    [true, '', true],
    [true, '0', true],
    [undefined, '1', true],
    [false, '1', true],
    [false, '', false],
  ] as const)('configure(%s) and the variable %j: %s', ([option, variable, expected]) => {
    vi.stubEnv('PATCHBAY_REQUIRE_GATEWAY', variable)
    configure({ requireGateway: option })
    expect(requiresGateway()).toBe(expected)
  })
})
