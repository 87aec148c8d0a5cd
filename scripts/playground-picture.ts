// Takes docs/pictures/playground.png: a screenshot of the built playground in Chromium, from a server of its own on loopback.
//
//   npm run build:playground
//   node scripts/playground-picture.ts [path of Chromium, /usr/bin/chromium by default]
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'

import { chromium, type Page } from 'playwright-core'

const FOLDER = 'packages/playground/dist'
const PICTURE = 'docs/pictures/playground.png'
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
}
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const server = createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname
  const file = join(FOLDER, normalize(path === '/' ? '/index.html' : path))
  if (!existsSync(file) || !statSync(file).isFile()) {
    response.writeHead(404).end()
    return
  }
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
  createReadStream(file).pipe(response)
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const browser = await chromium.launch({
  executablePath: process.argv[2] ?? '/usr/bin/chromium',
  args: ARGUMENTS,
})
try {
  const page = await browser.newPage({ viewport: { width: 1360, height: 820 }, colorScheme: 'light' })
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  await pointAtSomething(page)
  await page.screenshot({ path: PICTURE })
} finally {
  await browser.close()
  server.close()
}
console.log(`${PICTURE}: ${statSync(PICTURE).size} bytes`)

/** The pointer over a member of the request shows what has become of it. */
async function pointAtSomething(page: Page): Promise<void> {
  await page.getByText('1 warning').waitFor()
  await page.locator('.request .cm-line', { hasText: 'umbrella' }).getByText('umbrella').hover()
}
