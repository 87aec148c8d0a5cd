import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LOOPBACK_CERTIFICATE } from '../openai/support/loopback-certificate.ts'
import { VERSIONS } from './support/clients.ts'
import {
  type AnsweringServer,
  createAnsweringServer,
  createForwardProxy,
  type ForwardProxy,
} from './support/forward-proxy.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The names of `support/proxied-calls.ts`. */
const CASES = [
  ...VERSIONS.flatMap(({ version }) =>
    ['javelin', 'javelin https', 'openai', 'bedrock'].map((route) => `${version} ${route}`),
  ),
  'OpenAI gateway',
  'OpenAI bedrock',
  'OpenAI bedrock https',
  'createFetch',
  'query',
]

/** The default handler of 3.704 has agents of its own, which know no proxy of the environment: registered or not. */
const OWN_AGENTS = CASES.filter((name) => name.startsWith('3.704'))

let folder: string
let certificate: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'environment-proxy-'))
  certificate = join(folder, 'certificate.pem')
  await writeFile(certificate, LOOPBACK_CERTIFICATE)
})
afterAll(() => rm(folder, { recursive: true }))

type Environment = (proxy: string, hosts: readonly string[]) => Record<string, string>

interface Arguments {
  /** For Node. */
  readonly flags?: readonly string[]
  /** For the program. */
  readonly words?: readonly string[]
}

/** Sends every case from a process with `environment` and the arguments given; says which of them passed the proxy. */
async function send(environment: Environment, how: Arguments = {}): Promise<readonly string[]> {
  await using proxy = await createForwardProxy()
  const made = CASES.map(async (name) => [name, await createAnsweringServer(name.endsWith('https'))] as const)
  const servers: Record<string, AnsweringServer> = Object.fromEntries(await Promise.all(made))
  try {
    return await sendTo(servers, proxy, environment, how)
  } finally {
    for (const server of Object.values(servers)) await server[Symbol.asyncDispose]()
  }
}

async function sendTo(
  servers: Readonly<Record<string, AnsweringServer>>,
  proxy: ForwardProxy,
  environment: Environment,
  { flags = [], words = [] }: Arguments,
): Promise<readonly string[]> {
  const bases = Object.fromEntries(Object.entries(servers).map(([name, { url }]) => [name, url]))
  const hosts = Object.values(servers).map(({ host }) => host)
  const clean = Object.entries(process.env).filter(([name]) => !/proxy|^NODE_|^AWS_|^VITEST/i.test(name))
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      '--conditions=@patchbay/source',
      ...flags,
      'test/bedrock/support/proxied-calls.ts',
      JSON.stringify(bases),
      ...words,
    ],
    {
      cwd: root,
      env: {
        ...Object.fromEntries(clean),
        NODE_EXTRA_CA_CERTS: certificate,
        ...environment(proxy.url, hosts),
      },
    },
  )
  expect(JSON.parse(stdout)).toEqual(Object.fromEntries(CASES.map((name) => [name, 'ok'])))
  expect(Object.values(servers).map(({ count }) => count)).toEqual(CASES.map(() => 1))
  return CASES.filter((name) => proxy.targets.includes(servers[name]?.host ?? ''))
}

const proxies = (proxy: string) => ({ HTTP_PROXY: proxy, HTTPS_PROXY: proxy })

const PROXIED = CASES.filter((name) => !OWN_AGENTS.includes(name))

// Node 22.21 and 24.5 brought it: their own agent says whether they know it.
const isKnown = process.allowedNodeEnvironmentFlags.has('--use-env-proxy')

describe.skipIf(!isKnown)('the proxy of the environment, for every client', () => {
  it.each([
    ['NODE_OPTIONS', { NODE_OPTIONS: '--use-env-proxy' }],
    ['NODE_USE_ENV_PROXY', { NODE_USE_ENV_PROXY: '1' }],
  ])('is used where %s asks for it', async (_name, switches) => {
    expect(await send((proxy) => ({ ...proxies(proxy), ...switches }))).toEqual(PROXIED)
  })

  it('is used where the command line asks for it, but for the hosts in NO_PROXY', async () => {
    const passed = await send((proxy, hosts) => ({ ...proxies(proxy), NO_PROXY: hosts.slice(6).join(',') }), {
      flags: ['--use-env-proxy'],
    })
    expect(passed).toEqual(PROXIED.filter((name) => CASES.indexOf(name) < 6))
  })

  it.skipIf(!('setGlobalProxyFromEnv' in http))('is used where the application asks for it', async () => {
    expect(await send(proxies, { words: ['by-code'] })).toEqual(PROXIED)
  })

  it('is not used where nothing asks for it', async () => {
    expect(await send(proxies)).toEqual([])
  })
})
