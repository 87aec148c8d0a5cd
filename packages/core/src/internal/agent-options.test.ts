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

  it.each([
    '--use-env-proxy',
    '--use_env_proxy',
    '--no-warnings  --use-env-proxy',
    '"--use-env-proxy" --trace-warnings',
  ])('follow it where NODE_OPTIONS asks: %s', (options) => {
    vi.stubEnv('NODE_USE_ENV_PROXY', undefined)
    vi.stubEnv('NODE_OPTIONS', options)
    expect(keepAliveOptions()).toHaveProperty('proxyEnv')
  })

  it.each(['--use-env-proxy=', '--use-env-proxy --no-use-env-proxy', '--use-env-proxy-not'])(
    'name no proxy for %s',
    (options) => {
      vi.stubEnv('NODE_USE_ENV_PROXY', undefined)
      vi.stubEnv('NODE_OPTIONS', options)
      expect(keepAliveOptions()).not.toHaveProperty('proxyEnv')
    },
  )

  it('follow Node’s own agent, whatever told it', () => {
    vi.stubEnv('NODE_USE_ENV_PROXY', undefined)
    const proxyEnv = { https_proxy: 'http://proxy.example:3128' }
    expect(keepAliveOptions({ options: { proxyEnv } })).toMatchObject({ proxyEnv })
    expect(keepAliveOptions({ options: {} })).not.toHaveProperty('proxyEnv')
    expect(keepAliveOptions({})).not.toHaveProperty('proxyEnv')
  })

  it('name no proxy otherwise', () => {
    vi.stubEnv('NODE_USE_ENV_PROXY', '0')
    vi.stubEnv('HTTPS_PROXY', 'http://proxy.example:3128')
    expect(keepAliveOptions()).not.toHaveProperty('proxyEnv')
  })
})
