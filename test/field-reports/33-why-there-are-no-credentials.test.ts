// Report 33: an expired SSO login and the name of a missing profile are told to the caller, and only the output of credential_process stays private (aws/aws-sdk-js-v3, `aws sso login`)
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import Anthropic from '@anthropic-ai/sdk'
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import { bedrock, type BedrockOptions, register } from '@patchbay/sdk'
import OpenAI from 'openai'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

const CONFIG = `
[profile sso]
sso_session = s
sso_account_id = 111122223333
sso_role_name = r
[sso-session s]
sso_region = us-east-1
sso_start_url = https://example.awsapps.com/start
[profile process]
credential_process = sh -c "echo hunter2 >&2; exit 3"
`

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-'))
  writeFileSync(join(folder, 'config'), CONFIG)
})
afterAll(() => rmSync(folder, { recursive: true }))
beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined)
  vi.stubEnv('HOME', folder)
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'))
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'none'))
})
afterEach(() => vi.unstubAllEnvs())

const REGION = { region: 'us-east-1', endpoint: 'http://127.0.0.1:9' }
const messages = [{ role: 'user' as const, content: 'Hi' }]
const model = 'amazon.nova-lite-v1:0'
const told = (promise: PromiseLike<unknown>): Promise<Error> =>
  Promise.resolve(promise).then(
    () => new Error('it was served'),
    (error: unknown) => error as Error,
  )

/** Every kind of client, on a route with `options`. */
const CLIENTS = {
  OpenAI: (options: BedrockOptions) =>
    register(new OpenAI({ apiKey: 'unused' }), bedrock(options)).chat.completions.create({ model, messages }),
  Anthropic: (options: BedrockOptions) =>
    register(new Anthropic({ apiKey: 'unused' }), bedrock(options)).messages.create({
      model,
      messages,
      max_tokens: 9,
    }),
  Bedrock: (options: BedrockOptions) =>
    register(new BedrockRuntimeClient({ region: 'us-east-1', maxAttempts: 1 }), bedrock(options)).send(
      new ConverseCommand({ modelId: model, messages: [{ role: 'user', content: [{ text: 'Hi' }] }] }),
    ),
}

describe.each(Object.entries(CLIENTS))('report 33: no credentials, %s', (_, ask) => {
  it('an SSO login that is over says how to renew it', async () => {
    for (const options of [{ profile: 'sso' }, {}]) {
      if (options.profile === undefined) vi.stubEnv('AWS_PROFILE', 'sso')
      const { message } = await told(ask({ ...REGION, ...options }))
      expect(message).toContain('profile=sso')
      expect(message).toContain("'aws sso login'")
    }
  })

  it('a profile that is not there is named', async () => {
    expect((await told(ask({ ...REGION, profile: 'msising' }))).message).toContain('(msising)')
    vi.stubEnv('AWS_PROFILE', 'msising')
    expect((await told(ask(REGION))).message).toContain('AWS_PROFILE=msising')
  })

  it('what credential_process wrote stays private', async () => {
    const failure = await told(ask({ ...REGION, profile: 'process' }))
    expect(failure.message).toContain('(process)')
    expect(failure.message).not.toContain('hunter2')
  })

  it('so does what a function of the application threw, unless it is the AWS SDK’s', async () => {
    const failing = (error: Error) => ({ ...REGION, credentials: () => Promise.reject(error) })
    expect((await told(ask(failing(new Error('hunter2'))))).message).not.toContain('hunter2')
    const named = (name: string, text: string) => Object.assign(new Error(text), { name })
    const expired = named('TokenProviderError', 'Token is expired.')
    expect((await told(ask(failing(expired)))).message).toContain('Token is expired')
    const process = named('CredentialsProviderError', 'Command failed: sh -c hunter2')
    expect((await told(ask(failing(process)))).message).not.toContain('hunter2')
  })
})
