import type { Page } from 'playwright-core'

/** A word that several pages have, and the one that is named after it. */
const WORD = 'OpenTelemetry'

/** Searches for a word as a reader does, and follows the first result. */
export async function trySearch(page: Page): Promise<string[]> {
  await page.keyboard.press('Control+k')
  const field = page.locator('#starlight__search input')
  await field.fill(WORD)
  const result = page.locator('#starlight__search .pagefind-ui__result-link').first()
  await result.waitFor({ timeout: 20_000 })
  await result.click()
  await page.waitForLoadState('networkidle')
  const heading = await page.locator('h1').innerText()
  return heading.includes(WORD) ? [] : [`the search for ${WORD} leads to ${heading}`]
}

/** Chooses the dark theme, then the light one. */
export async function tryThemes(page: Page): Promise<string[]> {
  const problems: string[] = []
  const brightness: number[] = []
  for (const theme of ['dark', 'light']) {
    await page.locator('starlight-theme-select select').first().selectOption(theme)
    const [chosen, background] = await page.evaluate(() => [
      document.documentElement.dataset['theme'],
      getComputedStyle(document.body).backgroundColor,
    ])
    if (chosen !== theme) problems.push(`the theme ${theme} cannot be chosen`)
    brightness.push(Number(/\d+/.exec(background ?? '')?.[0]))
  }
  if (!(brightness[0]! < 80 && brightness[1]! > 180))
    problems.push(`themes are as bright as ${brightness.join(' and ')}`)
  return problems
}
