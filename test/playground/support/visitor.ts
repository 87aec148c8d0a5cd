import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'

import { readPageFiles } from '../../../packages/command-line/src/playground/page-files.ts'
import { startPageServer } from '../../../packages/command-line/src/playground/page-server.ts'
import type { RunningServer } from '../../../packages/command-line/src/serve/server.ts'
import { toBase64Url } from '../../../packages/playground/src/permalink/base64url.ts'
import { CHROMIUM_ARGUMENTS } from '../../support/chromium.ts'

/** Somebody who looks at the playground, served by the command's own server. */
export interface Visitor {
  /** Opens the page in a context of its own. */
  readonly open: (options?: OpenOptions) => Promise<Page>
  /** Opens it in the context of a page that is open: its clipboard, its storage. */
  readonly openBeside: (page: Page, fragment: string) => Promise<Page>
}

export interface OpenOptions extends BrowserContextOptions {
  /** Behind `#`. */
  readonly fragment?: string
}

const built = inject('playground')

/** Where there is no browser the tests are skipped; the global setup says so. */
export const hasBrowser = built !== undefined

/**
 * A visitor for the tests of a `describe.runIf(hasBrowser)`. After each of them nothing may have been written to the console as an
 * error, nothing thrown, no dialog opened, and nothing asked of another origin.
 */
export function useVisitor(): Visitor {
  let server: RunningServer
  let browser: Browser
  const contexts: BrowserContext[] = []
  const problems: string[] = []

  beforeAll(async () => {
    if (built === undefined) return
    const files = await readPageFiles(built.folder)
    if (files === undefined) throw new Error(`no page in ${built.folder}`)
    server = await startPageServer(0, files)
    browser = await chromium.launch({ executablePath: built.chromium, args: CHROMIUM_ARGUMENTS })
  })
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close()
    expect(problems.splice(0)).toEqual([])
  })
  afterAll(async () => {
    await browser.close()
    await server.stop()
  })

  const openIn = async (context: BrowserContext, fragment: string): Promise<Page> => {
    const page = await context.newPage()
    watch(page, server.url, problems)
    await page.goto(`${server.url}/${fragment === '' ? '' : `#${fragment}`}`)
    await page.locator('[role=tabpanel]:visible .tab-content').waitFor()
    return page
  }
  return {
    open: async ({ fragment = '', ...options } = {}) => {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        permissions: ['clipboard-read', 'clipboard-write'],
        ...options,
      })
      contexts.push(context)
      // What is slow is a failure here, and not of the whole run.
      context.setDefaultTimeout(20_000)
      return openIn(context, fragment)
    },
    openBeside: (page, fragment) => openIn(page.context(), fragment),
  }
}

function watch(page: Page, origin: string, problems: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => problems.push(`thrown: ${error.message}`))
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    const url = request.url()
    if (new URL(url).origin !== origin && !url.startsWith('data:')) problems.push(`request: ${url}`)
  })
}

/** The tabs, by their labels. */
export const TABS = ['Request', 'Answer'] as const

/** Opens a tab, and waits until it is there. */
export async function openTab(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name }).click()
  await page.locator('[role=tabpanel]:visible .tab-content').waitFor()
}

/** The fragment of a link with a state, as anybody may write one. */
export function fragmentOf(state: unknown): string {
  return `p.${toBase64Url(new TextEncoder().encode(JSON.stringify(state)))}`
}

/** The fragment of the page's address, once it holds what the reader has done. */
export async function savedFragment(page: Page, before: string): Promise<string> {
  await page.waitForFunction((old) => location.hash.slice(1) !== old, before)
  return new URL(page.url()).hash.slice(1)
}

/** Replaces the text of an editor, as by the keyboard. */
export async function typeInto(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(text)
}

/** The text of an editor, as far as it is shown. */
export function editorText(page: Page, label: string): Promise<string> {
  return page.getByLabel(label, { exact: true }).innerText()
}
