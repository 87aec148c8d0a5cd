import { once } from 'node:events'
import type { lookup } from 'node:dns'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { afterEach, describe, expect, it, vi } from 'vitest'

import { RequestFailure } from '../request-failure.ts'
import { nodeHttpClient } from '@patchbay/core/node-http'
import { createCheckedLookup } from './checked-lookup.ts'
import { fetchFile, type FileLimits } from './fetch-file.ts'
import { fetchRemoteFiles } from './fetch-remote-files.ts'

const LIMITS: FileLimits = { allowHttp: true, maxBytes: 1000, timeoutMs: 5000, isAllowedHost: () => true }
const servers: Server[] = []

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function reasonOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  expect(error).toBeInstanceOf(RequestFailure)
  expect((error as RequestFailure).details).toMatchObject({ status: 400, code: 'invalid_file_url' })
  return (error as RequestFailure).message
}

describe('fetchFile', () => {
  const fetch = (url: string, limits: Partial<FileLimits> = {}, signal?: AbortSignal) =>
    fetchFile(url, { ...LIMITS, ...limits }, nodeHttpClient, signal)

  it('brings bytes and type, over redirects, and sends nothing of the caller’s', async () => {
    const seen: string[] = []
    const base = await listen((request, response) => {
      seen.push(...Object.keys(request.headers))
      if (request.url === '/old') return response.writeHead(302, { location: '/new?sig=1' }).end()
      return response.writeHead(200, { 'content-type': 'Image/PNG; charset=x' }).end('bytes')
    })
    const file = await fetch(`${base}/old`)
    expect(file.contentType).toBe('image/png')
    expect(new TextDecoder().decode(file.bytes)).toBe('bytes')
    expect(new Set(seen)).toEqual(new Set(['accept', 'user-agent', 'host', 'connection']))
  })

  it('asks about the host at every redirect', async () => {
    const base = await listen((_request, response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
    )
    const asked: string[] = []
    const isAllowedHost = (host: string) => {
      asked.push(host)
      return host === '127.0.0.1'
    }
    expect(await reasonOf(fetch(base, { isAllowedHost }))).toContain('public internet')
    expect(asked).toEqual(['127.0.0.1', '169.254.169.254'])
  })

  it.each<[string, RequestListener, RegExp]>([
    [
      'too much, announced',
      (_, response) => response.writeHead(200, { 'content-length': '2000' }).end('x'.repeat(2000)),
      /larger than 1000 bytes/,
    ],
    ['too much, unannounced', (_, response) => response.write('x'.repeat(2000)), /larger than 1000 bytes/],
    [
      'a page',
      (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
      /web page/,
    ],
    ['a failure', (_, response) => response.writeHead(403).end(), /status 403/],
    [
      'redirects without end',
      (_, response) => response.writeHead(302, { location: '/' }).end(),
      /redirected too often/,
    ],
    [
      'a redirect to a file',
      (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
      /neither https nor/,
    ],
    ['a broken connection', (_, response) => response.destroy(), /could not be reached/],
  ])('refuses %s', async (_, listener, reason) => {
    const message = await reasonOf(fetch(`${await listen(listener)}/path?signature=secret`))
    expect(message).toMatch(reason)
    expect(message).not.toContain('secret')
  })

  it('stops after its time limit, or when the caller aborts', async () => {
    const base = await listen(() => {})
    expect(await reasonOf(fetch(base, { timeoutMs: 20 }))).toContain('within 20 ms')
    await expect(fetch(base, {}, AbortSignal.abort('enough'))).rejects.toBe('enough')
  })

  it('takes https only, unless told otherwise', async () => {
    expect(await reasonOf(fetch('http://example.com/a.png', { allowHttp: false }))).toContain('allowHttp')
    expect(await reasonOf(fetch('https://user:secret@example.com/'))).not.toContain('secret')
  })
})

describe('fetchRemoteFiles', () => {
  it('fetches each URL once, by the function that was given', async () => {
    const asked: string[] = []
    const fetch = async (url: string | URL | Request) => {
      asked.push(url as string)
      return new Response('x', { headers: { 'content-type': 'image/gif' } })
    }
    const urls = ['https://intranet.corp/a.gif', 'https://example.com/b.gif', 'https://intranet.corp/a.gif']
    const files = await fetchRemoteFiles(urls, { fetch }, undefined)
    expect([...files.keys()]).toEqual([...new Set(urls)])
    expect(asked).toHaveLength(2)
  })

  it('goes through a replaced global fetch, names checked all the same', async () => {
    const asked: string[] = []
    vi.stubGlobal('fetch', async (url: string) => {
      asked.push(url)
      return new Response('x', { headers: { 'content-type': 'image/gif' } })
    })
    try {
      const file = 'https://1.1.1.1/a.gif'
      expect([...(await fetchRemoteFiles([file], {}, undefined)).keys()]).toEqual([file])
      for (const url of [
        'https://localhost/',
        'https://127.0.0.1/',
        'https://[::1]/',
        'https://metadata.google.internal/',
      ]) {
        expect(await reasonOf(fetchRemoteFiles([url], {}, undefined))).toContain('public internet')
      }
      expect(asked).toEqual([file])
    } finally {
      vi.unstubAllGlobals()
    }
  })

  it('looks no name of plain http up by a replaced fetch, which could find another address than the one that was checked', async () => {
    const asked: string[] = []
    vi.stubGlobal('fetch', async (url: string) => {
      asked.push(url)
      const headers = { location: 'http://files.example/moved.gif' }
      return url.endsWith('/old.gif')
        ? new Response(null, { status: 302, headers })
        : new Response('x', { headers: { 'content-type': 'image/gif' } })
    })
    try {
      const allowed = [
        'http://1.1.1.1/a.gif',
        'http://[2606:4700::1111]/b.gif',
        'https://files.example/c.gif',
      ]
      expect([...(await fetchRemoteFiles(allowed, { allowHttp: true }, undefined)).keys()]).toEqual(allowed)
      expect(asked).toEqual(allowed)
      for (const url of ['http://files.example/a.gif', 'http://1.1.1.1/old.gif']) {
        expect(await reasonOf(fetchRemoteFiles([url], { allowHttp: true }, undefined))).toMatch(
          /files\.example.*plain http.*https, or images: \{ fetch \}/,
        )
      }
      expect(asked.slice(allowed.length)).toEqual(['http://1.1.1.1/old.gif'])
    } finally {
      vi.unstubAllGlobals()
    }
  })

  it('fetches nothing where that is off, and nothing from this machine', async () => {
    expect(
      await reasonOf(fetchRemoteFiles(['https://example.com/a.png'], { fetch: false }, undefined)),
    ).toContain('data URL')
    expect(await fetchRemoteFiles([], { fetch: false }, undefined)).toEqual(new Map())
    const base = await listen((_request, response) => response.end('secret'))
    for (const url of [base, base.replace('127.0.0.1', 'localhost'), base.replace('127.0.0.1', '0x7f.1')]) {
      expect(await reasonOf(fetchRemoteFiles([url], { allowHttp: true }, undefined))).toContain(
        'public internet',
      )
    }
  })
})

describe('createCheckedLookup', () => {
  /** A name service that gives these addresses. */
  const nameService = (...addresses: string[]) =>
    ((_name: string, _options: object, callback: (error: null, found: object[]) => void) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      )) as typeof lookup

  const resolve = (all: boolean, ...addresses: string[]) =>
    new Promise<unknown>((done, fail) => {
      createCheckedLookup(undefined, nameService(...addresses))('name.example', { all }, (error, found) =>
        error === null ? done(found) : fail(error),
      )
    })

  it('gives public addresses, in the form that was requested', async () => {
    expect(await resolve(true, '1.1.1.1', '2606:4700::1111')).toHaveLength(2)
    expect(await resolve(false, '1.1.1.1')).toBe('1.1.1.1')
  })

  it.each([[['127.0.0.1']], [['1.1.1.1', '10.0.0.1']], [['::ffff:169.254.169.254']], [[]]])(
    'refuses a name for %j',
    async (addresses) => {
      await expect(resolve(true, ...addresses)).rejects.toThrow(/no host of the public internet/)
      await expect(resolve(false, ...addresses)).rejects.toThrow(/no host of the public internet/)
    },
  )
})
