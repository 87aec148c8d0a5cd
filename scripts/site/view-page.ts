import type { Browser, BrowserContext, Page, Request } from 'playwright-core'

/** What a page may transfer until nothing moves any more, compressed. */
export const FIRST_VIEW_LIMIT = 300_000

/** One look at a page. */
export interface View {
  /** Bytes of all answers' bodies as they were transferred, from an empty cache. */
  readonly transferred: number
  readonly problems: readonly string[]
}

/** How wide the screens are that pages are looked at on, in pixels. */
export const NARROW = 360
export const WIDE = 1280

/**
 * Opens a page with an empty cache, waits until nothing is transferred any more, and says what is wrong with it.
 *
 * @param inspect what else is looked at, which gives problems of its own.
 */
export async function viewPage(
  browser: Browser,
  url: string,
  {
    width,
    dark = false,
    inspect,
  }: { width: number; dark?: boolean; inspect?: (page: Page) => Promise<string[]> },
): Promise<View> {
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    colorScheme: dark ? 'dark' : 'light',
  })
  try {
    const { origin } = new URL(url)
    const problems: string[] = []
    const finished: Request[] = []
    await refuseOtherOrigins(context, origin, problems)
    const page = await context.newPage()
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        problems.push(`console: ${message.type()}: ${message.text()}`)
    })
    page.on('pageerror', (error) => problems.push(`error: ${error.message}`))
    page.on('response', (response) => {
      if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`)
    })
    page.on('requestfinished', (request) => finished.push(request))
    await page.goto(url, { waitUntil: 'networkidle' })
    // What a page does when it has time belongs to the first view: Starlight loads the search then.
    await page.evaluate(
      () => new Promise((resolve) => requestIdleCallback(() => requestIdleCallback(resolve))),
    )
    await page.waitForLoadState('networkidle')
    const transferred = await sumSizes(finished)
    if (transferred > FIRST_VIEW_LIMIT)
      problems.push(`transfers ${transferred} bytes, more than ${FIRST_VIEW_LIMIT}`)
    problems.push(...(await inspectDocument(page)), ...((await inspect?.(page)) ?? []))
    return { transferred, problems }
  } finally {
    await context.close()
  }
}

async function refuseOtherOrigins(
  context: BrowserContext,
  origin: string,
  problems: string[],
): Promise<void> {
  await context.route(
    (url) => url.origin !== origin && !['data:', 'blob:'].includes(url.protocol),
    (route) => {
      problems.push(`asks another origin: ${route.request().url()}`)
      return route.abort()
    },
  )
}

async function sumSizes(requests: readonly Request[]): Promise<number> {
  const sizes = await Promise.all(requests.map(async (request) => (await request.sizes()).responseBodySize))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** What every page has: a title, a description, a language, one main heading, pictures with a text, no scrolling sideways. */
async function inspectDocument(page: Page): Promise<string[]> {
  const facts = await page.evaluate(() => ({
    title: document.title,
    description: document.querySelector('meta[name=description]')?.getAttribute('content') ?? '',
    language: document.documentElement.lang,
    viewport: document.querySelector('meta[name=viewport]') !== null,
    headings: document.querySelectorAll('h1').length,
    silentPictures: [...document.images].filter((image) => !image.alt).map((image) => image.src),
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  }))
  return [
    facts.title === '' && 'has no title',
    facts.description === '' && 'has no description',
    facts.language === '' && 'has no language',
    !facts.viewport && 'has no viewport',
    facts.headings !== 1 && `has ${facts.headings} headings of the first level`,
    ...facts.silentPictures.map((source) => `has a picture without a text: ${source}`),
    facts.overflow > 0 && `is ${facts.overflow} pixels wider than the screen`,
  ].filter((problem) => problem !== false)
}
