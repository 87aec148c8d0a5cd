import { afterEach, describe, expect, it, vi } from 'vitest'

import { loadAwsProviders } from './bedrock/aws-providers.web.ts'
import { readAwsProfile } from './bedrock/aws-profile.web.ts'
import { builtInTransport } from './remote-files/built-in-transport.web.ts'

afterEach(() => vi.unstubAllGlobals())

describe('in browsers and workers', () => {
  it('there are no credential providers, and the error names what to give', async () => {
    await expect(loadAwsProviders()).rejects.toMatchObject({
      details: { status: 401, code: 'credentials_not_found' },
      message: expect.stringMatching(/`apiKey`.*`credentials`/) as string,
    })
  })

  it('there are no configuration files', async () => {
    expect(await readAwsProfile('default', 'region')).toEqual({ settings: {}, services: undefined })
  })

  it('remote files are refused unless the route asks for them', async () => {
    await expect(builtInTransport(false)).rejects.toMatchObject({
      details: { status: 400, code: 'invalid_file_url' },
      message: expect.stringContaining('images: { fetch: true }') as string,
    })
  })

  it('the host in the URL is checked where the route asks for remote files', async () => {
    vi.stubGlobal('fetch', async () => new Response('x'))
    const { send, isAllowedHost } = await builtInTransport(true)
    for (const host of [
      '127.0.0.1',
      '[::1]',
      '[::ffff:169.254.169.254]',
      'localhost',
      'metadata.internal',
      '[::x]',
    ]) {
      expect(await isAllowedHost(host)).toBe(false)
    }
    expect(await isAllowedHost('example.com')).toBe(true)
    const url = new URL('https://example.com/a.png')
    expect((await send({ method: 'GET', url, headers: {} })).status).toBe(200)
  })
})
