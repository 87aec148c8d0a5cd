import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { RequestFailure } from '../request-failure.ts'
import { chooseIdentity, type Identity } from './credentials.ts'
import type { AwsCredentials, BedrockOptions } from './options.ts'
import { readSettings } from './settings.ts'

const KEYS = { accessKeyId: 'AKIAGIVEN', secretAccessKey: 'given-secret' }
const servers: Server[] = []

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined)
  vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent/config')
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent/credentials')
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
})
afterEach(() => {
  vi.unstubAllEnvs()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

const identityOf = (options: BedrockOptions): Promise<Identity> => chooseIdentity(readSettings(options))

async function keysOf(options: BedrockOptions): Promise<AwsCredentials> {
  const identity = await identityOf(options)
  if (identity.kind !== 'credentials') throw new Error('A bearer token was chosen.')
  return identity.credentials.get()
}

async function tokenOf(options: BedrockOptions): Promise<string> {
  const identity = await identityOf(options)
  if (identity.kind !== 'bearer') throw new Error('Credentials were chosen.')
  return identity.token()
}

describe('chooseIdentity', () => {
  it('prefers what is explicit to the environment', async () => {
    vi.stubEnv('AWS_BEARER_TOKEN_BEDROCK', 'from-environment')
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAENV')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'env-secret')
    expect(await tokenOf({})).toBe('from-environment')
    expect(await tokenOf({ apiKey: 'explicit', credentials: KEYS })).toBe('explicit')
    expect(await keysOf({ credentials: KEYS })).toMatchObject(KEYS)
    expect(await keysOf({ credentials: async () => KEYS })).toMatchObject(KEYS)
    const client = new BedrockRuntimeClient({ region: 'us-east-1', credentials: KEYS })
    expect(await tokenOf({ client })).toBe('from-environment')
    vi.stubEnv('AWS_BEARER_TOKEN_BEDROCK', undefined)
    vi.stubEnv('AWS_SESSION_TOKEN', 'env-session')
    expect(await keysOf({})).toMatchObject({ accessKeyId: 'AKIAENV', sessionToken: 'env-session' })
  })

  it('borrows what the client itself would use', async () => {
    const config = { region: 'us-east-1', credentials: KEYS }
    expect(await keysOf({ client: new BedrockRuntimeClient(config) })).toMatchObject(KEYS)
    const preferring = { ...config, token: { token: 'own' }, authSchemePreference: ['httpBearerAuth'] }
    expect(await tokenOf({ client: new BedrockRuntimeClient(preferring) })).toBe('own')
  })

  it('assumes a role with the credentials that were given', async () => {
    const bodies: string[] = []
    const authorizations: (string | undefined)[] = []
    const server = createServer((request, response) => {
      authorizations.push(request.headers.authorization)
      void (async () => {
        let body = ''
        for await (const part of request.setEncoding('utf8')) body += part
        bodies.push(body)
        response
          .writeHead(200, { 'content-type': 'text/xml' })
          .end(
            '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>' +
              '<AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey>' +
              '<SessionToken>role-session</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>' +
              '</Credentials></AssumeRoleResult></AssumeRoleResponse>',
          )
      })()
    })
    servers.push(server)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    vi.stubEnv('AWS_ENDPOINT_URL_STS', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const roleArn = 'arn:aws:iam::123456789012:role/bedrock'
    const keys = await keysOf({
      region: 'eu-west-1',
      credentials: KEYS,
      assumeRole: { roleArn, externalId: 'ext' },
    })
    expect(keys).toMatchObject({ accessKeyId: 'ASIAROLE', sessionToken: 'role-session' })
    expect(keys.expiration?.getUTCFullYear()).toBe(2099)
    expect(new URLSearchParams(bodies[0]).get('RoleArn')).toBe(roleArn)
    expect(new URLSearchParams(bodies[0]).get('ExternalId')).toBe('ext')
    expect(new URLSearchParams(bodies[0]).get('RoleSessionName')).toBe('patchbay')
    expect(authorizations[0]).toContain('Credential=AKIAGIVEN/')
    expect(authorizations[0]).toContain('/eu-west-1/sts/')
  })

  it.each<[string, BedrockOptions, RegExp]>([
    ['nothing at all', {}, /AWS_BEARER_TOKEN_BEDROCK and the AWS default chain/],
    ['a profile that is not there', { profile: 'missing' }, /option `profile`/],
    [
      'a function that gives nothing',
      { credentials: async () => ({}) as AwsCredentials },
      /option `credentials`/,
    ],
    [
      'a function that throws',
      {
        credentials: () => {
          throw new Error('hunter2')
        },
      },
      /option `credentials`/,
    ],
  ])('says what was tried with %s', async (_, options, tried) => {
    const failure = await keysOf(options).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(RequestFailure)
    const { details, headers, message } = failure as RequestFailure
    expect(details).toMatchObject({ status: 401, code: 'credentials_not_found' })
    expect(headers).toEqual({ 'x-should-retry': 'false' })
    expect(message).toMatch(tried)
    expect(message).not.toContain('hunter2')
  })

  it('keeps the provider’s own error as the cause, unless it quotes a command', async () => {
    const causeOf = async (error: Error) => {
      const failure: unknown = await keysOf({ credentials: () => Promise.reject(error) }).catch(
        (e: unknown) => e,
      )
      return [(failure as RequestFailure).cause, (failure as RequestFailure).with({}).cause]
    }
    const expired = new Error('expired')
    expect(await causeOf(expired)).toEqual([expired, expired])
    expect(await causeOf(new Error('Command failed: hunter2'))).toEqual([undefined, undefined])
  })

  it('says so when the function for a bearer token gives none', async () => {
    await expect(tokenOf({ apiKey: async () => '' })).rejects.toMatchObject({ details: { status: 401 } })
    await expect(tokenOf({ apiKey: () => Promise.reject(new Error('hunter2')) })).rejects.toThrow(/`apiKey`/)
  })
})
