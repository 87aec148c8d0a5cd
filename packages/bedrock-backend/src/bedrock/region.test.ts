import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

import { createRegionResolver } from './region.ts'
import { readSettings } from './settings.ts'

const ARN = 'arn:aws:bedrock:ap-south-1:123456789012:application-inference-profile/a1'
const CONFIG = `
# region = comment
[default]
region = eu-north-1

[profile team]
sso_region = us-west-1
s3 =
  region = nested-1
region=eu-west-3
[profile empty]
output = json
`
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-'))
  await writeFile(join(folder, 'config'), CONFIG)
  await writeFile(join(folder, 'credentials'), '[legacy]\nregion = sa-east-1\naws_access_key_id = x\n')
})
afterAll(() => rm(folder, { recursive: true }))
beforeEach(() => {
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE']) vi.stubEnv(name, undefined)
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'))
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'))
})
afterEach(() => vi.unstubAllEnvs())

const regionOf = (options: Parameters<typeof readSettings>[0], model?: string) =>
  createRegionResolver(readSettings(options))(model)

describe('createRegionResolver', () => {
  it('asks the client, then the profile, then the ARN', async () => {
    const client = {
      config: {
        region: async () => 'ca-central-1',
        credentials: async () => ({ accessKeyId: 'a', secretAccessKey: 'b' }),
      },
    }
    expect(await regionOf({ client })).toBe('ca-central-1')
    expect(await regionOf({})).toBe('eu-north-1')
    expect(await regionOf({ profile: 'team' })).toBe('eu-west-3')
    expect(await regionOf({ profile: 'legacy' })).toBe('sa-east-1')
    expect(await regionOf({ profile: 'empty' }, ARN)).toBe('ap-south-1')
    vi.stubEnv('AWS_PROFILE', 'team')
    expect(await regionOf({}, ARN)).toBe('eu-west-3')
    vi.stubEnv('AWS_REGION', 'us-east-2')
    expect(await regionOf({ profile: 'team' })).toBe('us-east-2')
  })

  it('names the remedy when nothing says', async () => {
    vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'none'))
    await expect(regionOf({}, 'amazon.nova-lite-v1:0')).rejects.toMatchObject({
      details: { status: 400, code: 'region_not_found' },
      message: expect.stringContaining('AWS_REGION') as string,
    })
  })
})
