import { afterEach, describe, expect, it, vi } from 'vitest'

import { keepAliveOptions } from './agent-options.ts'

afterEach(() => vi.unstubAllEnvs())

describe('options of agents that keep their connections', () => {
  it('follow the environment’s proxy where Node is asked to', () => {
    vi.stubEnv('NODE_USE_ENV_PROXY', '1')
    vi.stubEnv('HTTPS_PROXY', 'http://proxy.example:3128')
    expect(keepAliveOptions()).toMatchObject({
      keepAlive: true,
      proxyEnv: { HTTPS_PROXY: 'http://proxy.example:3128' },
    })
  })

  it('name no proxy otherwise', () => {
    vi.stubEnv('NODE_USE_ENV_PROXY', '0')
    vi.stubEnv('HTTPS_PROXY', 'http://proxy.example:3128')
    expect(keepAliveOptions()).not.toHaveProperty('proxyEnv')
  })
})
