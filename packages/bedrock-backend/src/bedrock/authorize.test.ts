import { expect, it, vi } from 'vitest'

import { createAuthorize } from './authorize.ts'
import { readSettings } from './settings.ts'

const request = {
  method: 'POST',
  url: new URL('https://bedrock-runtime.us-east-1.amazonaws.com/model/m/converse'),
  headers: {},
  body: '{}',
}

it('asks a borrowed client anew after a failure, whose own text stays out of the error', async () => {
  const authSchemePreference = vi.fn<() => Promise<string[]>>()
  authSchemePreference.mockRejectedValueOnce(new Error('a command line with a secret'))
  authSchemePreference.mockResolvedValue([])
  const config = {
    region: async () => 'us-east-1',
    credentials: async () => ({ accessKeyId: 'AKIAGIVEN', secretAccessKey: 'given-secret' }),
    authSchemePreference,
  }
  const authorize = createAuthorize(readSettings({ client: { config } }))
  const region = async () => 'us-east-1'
  const failure: unknown = await Promise.resolve(authorize(request, region)).catch((error: unknown) => error)
  expect(failure).toMatchObject({ details: { status: 401, code: 'credentials_not_found' } })
  expect(String(failure)).not.toContain('secret')
  const { headers } = await authorize(request, region)
  expect(headers['authorization']).toContain('AKIAGIVEN')
})
