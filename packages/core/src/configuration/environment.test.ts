import { afterEach, describe, expect, test, vi } from 'vitest'

import { ConfigurationError } from '../errors/configuration-error.ts'
import { readEnvironment, readSwitch } from './environment.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
})

describe('readEnvironment', () => {
  test('trims, and takes blank for unset', () => {
    vi.stubEnv('PATCHBAY_TEST', ' a ')
    expect(readEnvironment('PATCHBAY_TEST')).toBe('a')
    vi.stubEnv('PATCHBAY_TEST', ' ')
    expect(readEnvironment('PATCHBAY_TEST')).toBeUndefined()
  })

  test.for<[string, unknown]>([
    ['no process', undefined],
    ['a process without an environment', {}],
    [
      'an environment that must not be read, as on Deno',
      {
        env: new Proxy(
          {},
          {
            get: () => {
              throw Object.assign(new Error('Requires env access'), { name: 'NotCapable' })
            },
          },
        ),
      },
    ],
  ])('reads nothing with %s', ([, process]) => {
    vi.stubGlobal('process', process)
    expect(readEnvironment('PATH')).toBeUndefined()
    expect(readSwitch('PATCHBAY_REQUIRE_GATEWAY')).toBeUndefined()
  })
})

describe('readSwitch', () => {
  test('knows on, off and unset, and refuses the rest', () => {
    const read = (value: string | undefined) => readSwitch('SWITCH', () => value)
    expect(['1', 'TRUE', '0', 'false', undefined].map(read)).toEqual([true, true, false, false, undefined])
    expect(() => read('yes')).toThrow(ConfigurationError)
  })
})
