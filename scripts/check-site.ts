// Looks at the built site in Chromium, from a plain file server at / and below a path: `npm run check:site`, after
// `npm run docs:build`. Chromium is the one that CHROMIUM names, else that of the distribution; without one, nothing is checked.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { join } from 'node:path'

import { type Browser, chromium } from 'playwright-core'

import { checkBuiltLinks } from '../packages/site/src/links/built-links.ts'
import { CHROMIUM_ARGUMENTS, findChromium } from '../test/support/chromium.ts'
import { trySearch, tryThemes } from './site/features.ts'
import { serveFiles } from './site/static-server.ts'
import { NARROW, type View, viewPage, WIDE } from './site/view-page.ts'

const PACKAGE = join(import.meta.dirname, '../packages/site/')
const DIST = `${PACKAGE}dist/`
/** As GitHub Pages serves the site of a repository. */
const SUBPATH = '/patchbay/'
const SUBPATH_DIST = `${PACKAGE}build/dist-subpath/`
/** How many pages are open at a time: most of a view is waiting until nothing is transferred any more. */
const AT_ONCE = 4
/** Pages that are looked at below a path too, and on a wide screen. */
const SAMPLE = [
  '',
  'overview/',
  'routes/',
  'models/',
  'clients/openai/',
  'opentelemetry/',
  'api/sdk/',
  'playground/',
]

if (!existsSync(`${DIST}index.html`)) throw new Error('There is no built site: npm run docs:build')
const executable = findChromium()
if (executable === undefined)
  console.log('skipped: there is no Chromium in /usr/bin, and CHROMIUM names none')
else await check(executable)

async function check(executablePath: string): Promise<void> {
  const pages: string[] = []
  for await (const file of glob('**/index.html', { cwd: DIST }))
    pages.push(file.slice(0, -'index.html'.length))
  const sample = SAMPLE.filter((path) => pages.includes(path))
  await buildForSubpath()
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS })
  try {
    const problems = [
      ...(await look(browser, { folder: DIST, base: '/', pages: pages.toSorted(), width: NARROW })),
      ...(await look(browser, { folder: DIST, base: '/', pages: sample, width: WIDE, dark: true })),
      ...(await look(browser, { folder: SUBPATH_DIST, base: SUBPATH, pages: sample, width: WIDE })),
    ]
    console.log(
      problems.length === 0 ? 'No problems' : `${problems.length} problems:\n${problems.join('\n')}`,
    )
    process.exitCode = problems.length === 0 ? 0 : 1
  } finally {
    await browser.close()
  }
}

/** The same pages once more, for another base: their links to one another are relative, those of the frame are not. */
async function buildForSubpath(): Promise<void> {
  const { status } = spawnSync(
    `${PACKAGE}node_modules/.bin/astro`,
    ['build', '--silent', '--outDir', SUBPATH_DIST],
    {
      cwd: PACKAGE,
      stdio: 'inherit',
      env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', SITE_BASE: SUBPATH },
    },
  )
  const { problems } = await checkBuiltLinks(SUBPATH_DIST, SUBPATH)
  if (status !== 0 || problems.length > 0) throw new Error(`Not built for ${SUBPATH}: ${problems.join('\n')}`)
}

interface Look {
  readonly folder: string
  readonly base: string
  readonly pages: readonly string[]
  readonly width: number
  readonly dark?: boolean
}

/** Looks at pages one by one, and tries the search and the themes on the first. */
async function look(browser: Browser, { folder, base, pages, width, dark = false }: Look): Promise<string[]> {
  const server = await serveFiles(folder, base)
  const problems: string[] = []
  console.log(`At ${base}, ${width} pixels wide${dark ? ', dark' : ''}:`)
  const note = (path: string, view: View) => {
    console.log(`${String(Math.round(view.transferred / 1000)).padStart(6)} kB  ${base}${path}`)
    problems.push(...view.problems.map((problem) => `${base}${path}, ${width} pixels wide: ${problem}`))
  }
  try {
    const rest = [...pages]
    const viewAll = async () => {
      for (let path = rest.shift(); path !== undefined; path = rest.shift())
        note(path, await viewPage(browser, server.origin + base + path, { width, dark }))
    }
    await Promise.all(Array.from({ length: AT_ONCE }, viewAll))
    if (width === WIDE)
      for (const inspect of [trySearch, tryThemes]) {
        const view = await viewPage(browser, server.origin + base, { width, dark, inspect })
        problems.push(...view.problems.map((problem) => `${base}: ${problem}`))
      }
  } finally {
    await server.close()
  }
  return problems
}
