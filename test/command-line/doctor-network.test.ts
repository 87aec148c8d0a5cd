// What `doctor` says of certificates and proxies, which Node reads when a process starts.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'

import {
  type AnsweringServer,
  createAnsweringServer,
  createForwardProxy,
  type ForwardProxy,
} from '../bedrock/support/forward-proxy.ts'
import { LOOPBACK_CERTIFICATE } from '../openai/support/loopback-certificate.ts'

const PROGRAM = join(import.meta.dirname, '../../packages/command-line/src/main.ts')

const folder = mkdtempSync(join(tmpdir(), 'doctor-network-'))
const certificate = join(folder, 'certificate.pem')
writeFileSync(certificate, LOOPBACK_CERTIFICATE)
afterAll(() => rmSync(folder, { recursive: true }))

let secure: AnsweringServer
let plain: AnsweringServer
let proxy: ForwardProxy
beforeEach(async () => {
  secure = await createAnsweringServer(true)
  plain = await createAnsweringServer(false)
  proxy = await createForwardProxy()
})
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const each of [proxy, secure, plain]) await each[Symbol.asyncDispose]()
  for (const close of closing.splice(0)) await close()
})

interface Check {
  readonly name: string
  readonly status: string
  readonly message: string
  readonly advice?: string
}

/** Lets `doctor` look at a gateway. Resolves when the process has ended. */
async function doctor(gateway: string, env: Record<string, string>) {
  const words = ['doctor', '--json', '--model', 'gpt-4o', '--timeout', '2000']
  const child = spawn(process.execPath, ['--conditions=@patchbay/source', PROGRAM, ...words], {
    env: {
      PATH: process.env['PATH'],
      PATCHBAY_GATEWAY: `${gateway}/v1`,
      PATCHBAY_GATEWAY_API_KEY: 'k',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => (printed += part))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  const { checks } = JSON.parse(printed) as { readonly checks: readonly Check[] }
  const check = (name: string) => checks.find((one) => one.name === name)
  return { code, host: check('host'), model: check('model') }
}

describe('certificates', () => {
  it('of an authority in NODE_EXTRA_CA_CERTS are trusted', async () => {
    const { host, model } = await doctor(secure.url, { NODE_EXTRA_CA_CERTS: certificate })
    expect(host).toMatchObject({
      status: 'ok',
      message: `${secure.url} (DNS 127.0.0.1, TCP, TLS, HTTP 200)`,
    })
    expect(model).toMatchObject({ status: 'ok' })
  })

  it.each([{}, { NODE_EXTRA_CA_CERTS: '/nonexistent/certificate.pem' }])(
    'of no known authority are named, with what makes them known',
    async (env) => {
      const { code, host } = await doctor(secure.url, { ...env, NODE_NO_WARNINGS: '1' })
      expect(code).toBe(1)
      expect(host).toMatchObject({
        status: 'failed',
        message: `${secure.url} cannot be reached: TLS fails (DEPTH_ZERO_SELF_SIGNED_CERT)`,
        advice: expect.stringContaining('set NODE_EXTRA_CA_CERTS') as string,
      })
    },
  )
})

/** Node 22.21 and 24.5 brought it. */
const isKnown = process.allowedNodeEnvironmentFlags.has('--use-env-proxy')

/** The address of a proxy that answers a tunnel by `text`, or never. */
async function listenAsProxy(text: string | undefined): Promise<string> {
  const held: Socket[] = []
  const server = createServer((_request, response) => response.writeHead(407).end())
  server.on('connect', (_message, socket) => {
    held.push(socket as Socket)
    socket.on('error', () => undefined)
    if (text !== undefined) socket.end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    for (const socket of held) socket.destroy()
    return new Promise((resolve) => server.close(resolve))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe.skipIf(!isKnown)('the proxy of the environment', () => {
  const asked = { NODE_USE_ENV_PROXY: '1', NODE_EXTRA_CA_CERTS: certificate }

  it.each([{ NODE_USE_ENV_PROXY: '1' }, { NODE_OPTIONS: '--use-env-proxy' }])(
    'is named, where requests go by it: %j',
    async (how) => {
      const env = { ...how, NODE_EXTRA_CA_CERTS: certificate, HTTPS_PROXY: proxy.url }
      const { code, host, model } = await doctor(secure.url, env)
      expect({ code, model: model?.status }).toEqual({ code: 0, model: 'ok' })
      expect(host?.message).toBe(`${secure.url} (by the proxy ${proxy.url}, HTTP 200)`)
      expect(new Set(proxy.targets)).toEqual(new Set([secure.host]))
      expect(secure.count).toBeGreaterThan(1)
    },
  )

  it('is that of HTTP_PROXY for plain HTTP, without its password', async () => {
    const withPassword = proxy.url.replace('//', '//user:hunter22@')
    const { host } = await doctor(plain.url, { ...asked, HTTP_PROXY: withPassword })
    expect(host?.message).toBe(`${plain.url} (by the proxy ${proxy.url}, HTTP 200)`)
    expect(proxy.targets).toContain(plain.host)
  })

  it.each([
    ['nothing asks for it', () => ({ NODE_USE_ENV_PROXY: '0' })],
    ['NO_PROXY has the host', () => ({ NO_PROXY: 'example.com, 127.0.0.1' })],
    ['NO_PROXY has the host with its port', () => ({ no_proxy: secure.host })],
    ['NO_PROXY has every host', () => ({ NO_PROXY: '*' })],
  ])('is passed by where %s', async (_, env) => {
    const { host, model } = await doctor(secure.url, { ...asked, HTTPS_PROXY: proxy.url, ...env() })
    expect(host?.message).toBe(`${secure.url} (DNS 127.0.0.1, TCP, TLS, HTTP 200)`)
    expect(model?.status).toBe('ok')
    expect(proxy.targets).toEqual([])
  })

  it('is passed by where there is none for the protocol, or NO_PROXY has another port', async () => {
    const ofTLS = await doctor(plain.url, { ...asked, HTTPS_PROXY: proxy.url })
    expect(ofTLS.host?.message).toBe(`${plain.url} (DNS 127.0.0.1, TCP, HTTP 200)`)
    const otherPort = { ...asked, HTTPS_PROXY: proxy.url, NO_PROXY: '127.0.0.1:1' }
    expect((await doctor(secure.url, otherPort)).host?.message).toContain(`by the proxy ${proxy.url}`)
  })

  it.each([
    ['is not there', () => 'http://127.0.0.1:1', /HTTP fails \(ECONNREFUSED\)/, /^Check HTTPS_PROXY/],
    [
      'wants a password',
      () => listenAsProxy('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'),
      /HTTP fails/,
      /proxy refuses/,
    ],
    ['never answers', () => listenAsProxy(undefined), /HTTP fails \(ETIMEDOUT\)/, /^Check HTTPS_PROXY/],
  ])('that %s is what is wrong', async (_, address, message, advice) => {
    const url = await address()
    const { code, host } = await doctor(secure.url, { ...asked, HTTPS_PROXY: url })
    expect(code).toBe(1)
    expect(host).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(message) as string,
      advice: expect.stringMatching(advice) as string,
    })
    expect(host?.message).toContain(`${secure.url} cannot be reached by the proxy ${url}`)
  })

  it('leaves the certificate what it is', async () => {
    const { host } = await doctor(secure.url, { NODE_USE_ENV_PROXY: '1', HTTPS_PROXY: proxy.url })
    expect(host).toMatchObject({
      message: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT') as string,
      advice: expect.stringContaining('set NODE_EXTRA_CA_CERTS') as string,
    })
  })
})
