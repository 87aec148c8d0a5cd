import { describe, expect, it, vi } from 'vitest'

import { configuration, configure } from '../configuration/configuration.ts'
import { ConfigurationError } from './configuration-error.ts'
import { PatchbayError } from './patchbay-error.ts'
import { UnknownRouteError } from './unknown-route-error.ts'

/** The same modules a second time, as a process has them that loads the package twice. */
async function loadCopy() {
  vi.resetModules()
  return import('../index.ts')
}

describe('two copies of the package in one process', () => {
  it('recognise each other’s errors by class', async () => {
    const copy = await loadCopy()
    const error: unknown = new copy.ConfigurationError('No.')
    expect(copy.ConfigurationError).not.toBe(ConfigurationError)
    expect(error instanceof ConfigurationError).toBe(true)
    expect(error instanceof PatchbayError).toBe(true)
    expect(error instanceof Error).toBe(true)
    expect(error instanceof UnknownRouteError).toBe(false)
  })

  it('do not mistake anything else for an error of theirs', async () => {
    class OwnError extends ConfigurationError {}
    const copy = await loadCopy()
    for (const value of [new Error('No.'), undefined, null, 'text', { name: 'ConfigurationError' }]) {
      expect(value instanceof ConfigurationError).toBe(false)
      expect(value instanceof PatchbayError).toBe(false)
    }
    expect(new copy.ConfigurationError('No.') instanceof OwnError).toBe(false)
    expect(new OwnError('No.') instanceof copy.ConfigurationError).toBe(true)
  })

  it('share one configuration', async () => {
    const copy = await loadCopy()
    copy.configure({ requireGateway: true })
    expect(configuration().requireGateway).toBe(true)
    configure(null)
    expect(copy.configuration().requireGateway).toBeUndefined()
  })
})
