import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

/** A file of the page. */
export interface PageFile {
  readonly bytes: Uint8Array
  readonly contentType: string
  /** With its quotes, as it stands in the header. */
  readonly etag: string
}

/** The files of a page by their paths, `/assets/index.js`; the page itself is `/` as well. */
export type PageFiles = ReadonlyMap<string, PageFile>

/** By extension; others are sent as bytes, which browsers save and do not run. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}

/**
 * Reads all files of a folder, which are few and small. What is not among them cannot be asked for, whatever a path says: symbolic
 * links are left out.
 *
 * @returns `undefined` where there is no folder, or no `index.html` in it
 */
export async function readPageFiles(folder: string): Promise<PageFiles | undefined> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = new Map<string, PageFile>()
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    files.set(`/${relative(folder, file).split(sep).join('/')}`, await readPageFile(file))
  }
  const index = files.get('/index.html')
  if (index === undefined) return undefined
  return files.set('/', index)
}

async function readPageFile(file: string): Promise<PageFile> {
  const bytes = await readFile(file)
  return {
    bytes,
    contentType: CONTENT_TYPES[extname(file)] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
  }
}
