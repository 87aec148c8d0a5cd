import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'

import { type PageState, readPageState } from '../../packages/playground/src/permalink/page-state.ts'
import { readFragment } from '../../packages/playground/src/permalink/permalink.ts'
import {
  editorText,
  fragmentOf,
  hasBrowser,
  openTab,
  savedFragment,
  TABS,
  typeInto,
  useVisitor,
} from './support/visitor.ts'

describe.runIf(hasBrowser)('links', () => {
  const visitor = useVisitor()

  it('hold the state of both tabs, for a new page', async () => {
    const page = await visitor.open()
    const before = new URL(page.url()).hash.slice(1)
    const text =
      '{"model": "us.amazon.nova-lite-v1:0", "messages": [{"role": "user", "content": "Grüße 🌍"}]}'
    await typeInto(page, 'The request', text)
    const request = await savedFragment(page, before)
    await openTab(page, 'Answer')
    await page.selectOption('#answer-example', { label: 'Citations' })
    await page.selectOption('#answer-client', 'responses')
    await page.getByRole('button', { name: 'Last event' }).click()
    const place = await page.locator('.stepper .place').innerText()
    await savedFragment(page, request)
    await page.getByRole('button', { name: 'Copy link' }).click()
    await page.getByRole('status').getByText('Link copied.').waitFor()
    const link = await page.evaluate(() => navigator.clipboard.readText())

    const other = await visitor.open({ fragment: new URL(link).hash.slice(1) })
    await other.locator('.stepper .place', { hasText: place }).waitFor()
    expect(await other.locator('#answer-client').inputValue()).toBe('responses')
    expect(await other.locator('#answer-example').inputValue()).toBe('citations')
    await openTab(other, 'Request')
    expect(await editorText(other, 'The request')).toContain('Grüße 🌍')
  })

  it('that are malformed show the beginning, and say so', async () => {
    const page = await visitor.open({ fragment: 'x.nothing' })
    const notice = page.getByRole('alert').getByText('The link cannot be read')
    for (const fragment of ['p.%%%', 'c.AAAA', 'p.bm8ganNvbg', `c.${'A'.repeat(5000)}`, 'p.']) {
      await notice.waitFor()
      await page.locator('#panel-request .result[data-kind=sent]').waitFor()
      await page.getByRole('button', { name: 'Close' }).click()
      expect(await notice.count()).toBe(0)
      await goTo(page, fragment)
    }
    await notice.waitFor()
  })

  it('with a state of other shapes are shown as far as that goes', async () => {
    const page = await visitor.open({ fragment: fragmentOf(7) })
    for (const tab of TABS) await openTab(page, tab)
    const notice = page.getByRole('alert').getByText('Not all of the link')
    for (const state of [
      { tab: 'nothing', tabs: { request: null, answer: [] } },
      { tab: 'answer', tabs: { answer: { text: 5 } } },
      { tab: 'answer', tabs: { answer: { text: 'hello', client: 'no', step: 1e9, model: {} } } },
      { tab: 'request', tabs: { request: { api: '__proto__', text: '{}' } } },
    ]) {
      await goTo(page, fragmentOf(state))
      await notice.waitFor()
      await page.getByRole('button', { name: 'Close' }).click()
      expect(await notice.count()).toBe(0)
    }
  })
})

describe.runIf(hasBrowser)('a link that is copied', () => {
  const visitor = useVisitor()

  it('holds what the tab shows of the link that was opened', async () => {
    const answer = { text: '{"messageStart":{"role":"assistant"}}', client: 'no', step: 1e9 }
    const page = await visitor.open({ fragment: fragmentOf({ tab: 'answer', tabs: { answer } }) })
    await page.getByRole('alert').getByText('Not all of the link').waitFor()
    const { tabs } = await stateOfLink(page)
    expect(tabs['answer']).toEqual({ text: answer.text, client: 'chat-completions', step: 1 })
  })

  it('holds the beginning of a tab that was only opened', async () => {
    const page = await visitor.open()
    await openTab(page, 'Answer')
    const { tab, tabs } = await stateOfLink(page)
    expect(tab).toBe('answer')
    expect(tabs).toHaveProperty('answer.text')
  })

  it('warns where it is longer than browsers take', async () => {
    const answer = { text: incompressible(600_000) }
    const page = await visitor.open({ fragment: fragmentOf({ tab: 'answer', tabs: { answer } }) })
    expect(await page.getByRole('alert').isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Copy link' }).click()
    await Promise.all([
      page.getByRole('alert').getByText('characters long').waitFor(),
      page.getByRole('status').getByText('Link copied.').waitFor(),
    ])
  })

  it('warns where the page would not read it', async () => {
    const request = { api: 'converse', text: ' '.repeat(499_999) }
    const page = await visitor.open({ fragment: fragmentOf({ tab: 'request', tabs: { request } }) })
    await page.getByLabel('The request', { exact: true }).click()
    expect(await page.getByRole('alert').isVisible()).toBe(false)
    await page.keyboard.insertText('{}')
    await page.getByRole('button', { name: 'Copy link' }).click()
    await page.getByRole('alert').getByText('its request is missing or too long').waitFor()
  })
})

/** Copies the link of a page, and reads the state in it. */
async function stateOfLink(page: Page): Promise<PageState> {
  await page.getByRole('button', { name: 'Copy link' }).click()
  await page.getByRole('status').getByText('Link copied.').waitFor()
  const read = await readFragment(new URL(await page.evaluate(() => navigator.clipboard.readText())).hash)
  return readPageState(read.kind === 'state' ? read.state : undefined, ['request', 'answer'])
}

/** Text of which no compression makes less: the digits of base64, as a linear congruential generator draws them. */
function incompressible(length: number): string {
  let seed = 1
  const bytes = Uint8Array.from({ length: (length * 3) / 4 }, () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed >>> 24
  })
  return Buffer.from(bytes).toString('base64')
}

/** Follows a link to the page in the page itself. */
async function goTo(page: Page, fragment: string): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), fragment)
}
