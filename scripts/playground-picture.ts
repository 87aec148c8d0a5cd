// Takes docs/pictures/playground.png: a screenshot of the built playground in Chromium, served as `patchbay playground` serves it.
//
//   npm run build:playground
//   node --conditions=@patchbay/source scripts/playground-picture.ts
//
// Chromium is the one that CHROMIUM names, else that of the distribution.
import { statSync } from 'node:fs'

import { chromium, type Page } from 'playwright-core'

import { readPageFiles } from '../packages/command-line/src/playground/page-files.ts'
import { startPageServer } from '../packages/command-line/src/playground/page-server.ts'
import { CHROMIUM_ARGUMENTS, findChromium } from '../test/support/chromium.ts'

const FOLDER = 'packages/playground/dist'
const PICTURE = 'docs/pictures/playground.png'

const files = await readPageFiles(FOLDER)
if (files === undefined) throw new Error(`There is no page in ${FOLDER}: npm run build:playground makes it.`)
const executablePath = findChromium()
if (executablePath === undefined) throw new Error('There is no Chromium: CHROMIUM names one.')
const server = await startPageServer(0, files)
const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS })
try {
  const page = await browser.newPage({ viewport: { width: 1360, height: 820 }, colorScheme: 'light' })
  await page.goto(server.url)
  await pointAtContent(page)
  await page.screenshot({ path: PICTURE })
} finally {
  await browser.close()
  await server.stop()
}
console.log(`${PICTURE}: ${statSync(PICTURE).size} bytes`)

/** The pointer over a member of the request shows what has become of it. */
async function pointAtContent(page: Page): Promise<void> {
  await page.locator('.request .cm-line', { hasText: 'umbrella' }).getByText('umbrella').hover()
  await page.locator('.result .cm-linked').first().waitFor()
}
