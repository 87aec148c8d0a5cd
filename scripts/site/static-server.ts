import { readFile, stat } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml',
}
const COMPRESSED = new Set(['.css', '.html', '.js', '.json', '.md', '.svg', '.txt', '.xml'])

/** A file server on loopback that knows nothing of the site. */
export interface StaticServer {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string
  readonly close: () => Promise<void>
}

/**
 * Serves the files of `folder` below `base`, as any file server does: `index.html` for a folder, 404 for what is not there, text
 * compressed by gzip.
 */
export async function serveFiles(folder: string, base: string): Promise<StaticServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    void answer(folder, pathname.startsWith(base) ? pathname.slice(base.length) : undefined, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, close: () => close(server) }
}

async function answer(folder: string, path: string | undefined, response: ServerResponse): Promise<void> {
  const file = path === undefined ? undefined : await findFile(join(folder, decodeURIComponent(path)))
  if (file === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found')
    return
  }
  const extension = extname(file)
  const content = await readFile(file)
  const type = TYPES[extension] ?? 'application/octet-stream'
  if (!COMPRESSED.has(extension)) response.writeHead(200, { 'content-type': type }).end(content)
  else response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip' }).end(gzipSync(content))
}

async function findFile(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory()) return findFile(join(path, 'index.html'))
  return found?.isFile() ? path : undefined
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
