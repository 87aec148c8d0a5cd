// Builds the page of the playground once for all tests of it: from source, into a folder of its own.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

import type { TestProject } from 'vitest/node'

import { findChromium } from '../../support/chromium.ts'

/** What the tests are given. */
export interface BuiltPlayground {
  /** The folder of the page. */
  readonly folder: string
  /** The browser's program. */
  readonly chromium: string
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** `undefined` where there is no Chromium. */
    playground: BuiltPlayground | undefined
  }
}

const SOURCE = resolve(import.meta.dirname, '../../../packages/playground')

export default function buildPlayground(project: TestProject): (() => void) | undefined {
  const chromium = findChromium()
  if (chromium === undefined) {
    console.log(
      'The tests of the playground are skipped: there is no Chromium in /usr/bin, and CHROMIUM names none.',
    )
    project.provide('playground', undefined)
    return undefined
  }
  const folder = mkdtempSync(join(tmpdir(), 'playground-page-'))
  const vite = join(SOURCE, 'node_modules/vite/bin/vite.js')
  const argv = [vite, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn']
  execFileSync(process.execPath, argv, {
    cwd: SOURCE,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  project.provide('playground', { folder, chromium })
  return () => rmSync(folder, { recursive: true })
}
