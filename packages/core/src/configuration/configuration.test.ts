import { afterEach, describe, expect, test, vi } from 'vitest'

import { ConfigurationError } from '../errors/configuration-error.ts'
import { javelin } from '../gateways/javelin.ts'
import type { WarningHandler } from '../warning.ts'
import { configuration, configure, emitWarning } from './configuration.ts'

afterEach(() => configure(null))

const warning = { code: 'c', field: 'f', message: 'm' }

describe('configure', () => {
  test('merges, routes name by name, and null resets', () => {
    const one = javelin({ baseURL: 'https://gw.example.com', apiKey: 'k' })
    configure({ gateway: 'javelin', routes: { one } })
    configure({ requireGateway: true, routes: { two: 'one' } })
    expect(configuration()).toEqual({ gateway: 'javelin', requireGateway: true, routes: { one, two: 'one' } })
    configure(null)
    expect(configuration()).toEqual({})
  })

  test('an undefined option does not turn a safeguard off', () => {
    configure({ requireGateway: true, gateway: 'portkey' })
    configure({ requireGateway: undefined, gateway: undefined })
    expect(configuration()).toMatchObject({ requireGateway: true, gateway: 'portkey' })
  })

  test.for([
    { gatway: 'x' },
    { gateway: 5 },
    { gateway: { serve: () => undefined } },
    { gateway: null },
    { requireGateway: 'yes' },
    { onWarning: 'log' },
    { routes: 'x' },
    'javelin',
    undefined,
  ])('refuses %j', (options) => {
    expect(() => configure(options as never)).toThrow(ConfigurationError)
    expect(configuration()).toEqual({})
  })
})

describe('emitWarning', () => {
  test('prefers the handler of the route', () => {
    const configured = vi.fn<WarningHandler>()
    const own = vi.fn<WarningHandler>()
    configure({ onWarning: configured })
    emitWarning(warning, undefined)
    emitWarning(warning, own)
    expect(configured.mock.calls).toEqual([[warning]])
    expect(own.mock.calls).toEqual([[warning]])
  })

  test('a handler that throws fails nothing', () => {
    const emit = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    emitWarning(warning, () => {
      throw new Error('handler')
    })
    expect(emit).toHaveBeenCalledOnce()
    emit.mockRestore()
  })

  test('neither does an asynchronous one that rejects: it must not end the process', async () => {
    const emit = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    const handler: unknown = () => Promise.reject(new Error('later'))
    emitWarning(warning, handler as WarningHandler)
    await vi.waitFor(() => expect(emit).toHaveBeenCalledOnce())
    expect(emit.mock.calls[0]?.[0]).toContain('later')
    emit.mockRestore()
  })
})
