import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { RunningServer } from '../serve/server.ts'
import { readPageFiles } from './page-files.ts'
import { startPageServer } from './page-server.ts'

const base = mkdtempSync(join(tmpdir(), 'playground-'))
const folder = join(base, 'page')
let server: RunningServer

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(base, 'secret.txt'), 'secret')
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Page</title>')
  writeFileSync(join(folder, 'assets', 'index.js'), 'export {}')
  writeFileSync(join(folder, 'assets', 'page.css'), 'body {}')
  writeFileSync(join(folder, 'assets', 'unknown.exe'), 'MZ')
  symlinkSync(join(base, 'secret.txt'), join(folder, 'link.txt'))
  const files = await readPageFiles(folder)
  if (files === undefined) throw new Error('no files')
  server = await startPageServer(0, files)
})

afterAll(async () => {
  await server.stop()
  rmSync(base, { recursive: true })
})

/** `fetch` normalizes paths and sets Host by itself. */
async function ask(
  path: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
) {
  const { port } = new URL(server.url)
  const request = httpRequest({ host: '127.0.0.1', port, path, method, headers, agent: false })
  request.end(body)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  let text = ''
  for await (const part of response.setEncoding('utf8')) text += String(part)
  return { status: response.statusCode, headers: response.headers, text }
}

describe('files', () => {
  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/index.html', 'text/html; charset=utf-8'],
    ['/?a=1', 'text/html; charset=utf-8'],
    ['/assets/index.js', 'text/javascript; charset=utf-8'],
    ['/assets/page.css?v=2', 'text/css; charset=utf-8'],
    ['/assets/unknown.exe', 'application/octet-stream'],
  ])('%s', async (path, type) => {
    const { status, headers } = await ask(path)
    expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type })
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    })
  })

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '//secret.txt',
    '/%',
    '/link.txt',
    '/assets/',
    '/assets',
    '/nothing.js',
    '/index.html%00',
    '/__proto__',
  ])('%s is not found', async (path) => {
    const { status, text } = await ask(path)
    expect(status).toBe(404)
    expect(text).not.toContain('secret')
  })

  it('are sent once, as long as they are the same', async () => {
    const { headers } = await ask('/assets/index.js')
    const again = await ask('/assets/index.js', { headers: { 'if-none-match': String(headers.etag) } })
    expect({ status: again.status, text: again.text }).toEqual({ status: 304, text: '' })
    const several = await ask('/assets/index.js', {
      headers: { 'if-none-match': `"other" , ${headers.etag}` },
    })
    expect(several.status).toBe(304)
    const other = await ask('/assets/index.js', { headers: { 'if-none-match': '"other"' } })
    expect(other.text).toBe('export {}')
  })

  it('have their headers for HEAD, and no body', async () => {
    const { status, headers, text } = await ask('/assets/index.js', { method: 'HEAD' })
    expect({ status, length: headers['content-length'], text }).toEqual({
      status: 200,
      length: '9',
      text: '',
    })
  })
})

describe('refused', () => {
  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('%s', async (method) => {
    const { status, headers } = await ask('/', { method, body: method === 'POST' ? 'a=1' : '' })
    expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: 'GET, HEAD' })
  })

  it.each(['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:80', '[::2]', 'a b'])(
    'the host %s',
    async (host) => {
      const { status, text } = await ask('/', { headers: { host } })
      expect(status).toBe(403)
      expect(text).not.toContain('<title>')
    },
  )

  it.each(['localhost', 'localhost:7879', '127.0.0.1', '[::1]:1'])('not the host %s', async (host) => {
    expect((await ask('/', { headers: { host } })).status).toBe(200)
  })

  it('a target that names another host', async () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    socket.end('GET http://evil.example/ HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n')
    let text = ''
    for await (const part of socket.setEncoding('utf8')) text += String(part)
    expect(text).toMatch(/^HTTP\/1\.1 404 /)
  })
})

it('a folder without a page is none', async () => {
  expect(await readPageFiles(join(base, 'nothing'))).toBeUndefined()
  expect(await readPageFiles(join(folder, 'assets'))).toBeUndefined()
})
