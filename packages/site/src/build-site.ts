// Builds the documentation site into packages/site/dist: `npm run docs:build`. Uses no network.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

import { createApiReference } from './api/api-reference.ts'
import { checkBuiltLinks } from './links/built-links.ts'
import { checkMarkdownFiles } from './llms/built-llms.ts'
import { readPages } from './pages/read-pages.ts'
import { ROOT } from './repository.ts'
import { SITE_BASE, SITE_URL } from './site-url.ts'
import { CONTENT, PUBLIC, writePages } from './write-pages.ts'

const PACKAGE = fileURLToPath(new URL('..', import.meta.url))
const DIST = `${PACKAGE}dist/`

for (const folder of [CONTENT, PUBLIC, DIST]) await rm(folder, { recursive: true, force: true })

const applications = await addPlayground()
const reference = await createApiReference()
fail('docstrings', reference.problems)
const pages = [...(await readPages()), ...reference.pages]
fail('links', await writePages(pages, applications))
await cp(`${PACKAGE}theme/favicon.svg`, `${PUBLIC}favicon.svg`)
run('astro', ['build'], PACKAGE)
const built = await checkBuiltLinks(DIST, SITE_BASE)
fail('built links', built.problems)
fail('Markdown', await checkMarkdownFiles(DIST, SITE_URL))
console.log(`${pages.length} pages, ${built.links} links, at ${SITE_BASE}: ${DIST}`)

/** Places the built playground at `playground/`. It stands alone: its own addresses are relative. */
async function addPlayground(): Promise<Map<string, string>> {
  const folder = 'packages/playground'
  if (!existsSync(`${ROOT}${folder}/package.json`)) return new Map()
  run('npm', ['run', '--silent', 'build'], ROOT + folder)
  await cp(`${ROOT}${folder}/dist`, `${PUBLIC}playground`, { recursive: true })
  return new Map([[folder, 'playground']])
}

function run(command: string, args: readonly string[], cwd: string): void {
  const { status } = spawnSync(command, args, {
    cwd,
    stdio: 'inherit',
    env: {
      ...process.env,
      ASTRO_TELEMETRY_DISABLED: '1',
      PATH: `${PACKAGE}node_modules/.bin:${process.env['PATH']}`,
    },
  })
  if (status !== 0) process.exit(status ?? 1)
}

function fail(what: string, problems: readonly string[]): void {
  if (problems.length === 0) return
  console.error(`${what}: ${problems.length} problems\n${problems.join('\n')}`)
  process.exit(1)
}
