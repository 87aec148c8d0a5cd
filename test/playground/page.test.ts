import type { CDPSession, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'

import { fragmentOf, hasBrowser, openTab, TABS, typeInto, useVisitor } from './support/visitor.ts'

/** How many elements there are that the page never makes. */
function strayElements(page: Page): Promise<number> {
  return page.locator('img, svg[onload], script:not([src])').count()
}

const ATTACK = `"><img src=x onerror="alert(1)"><script>alert(2)</script><svg onload=alert(3)>\${alert(4)}`

describe.runIf(hasBrowser)('markup that a stranger wrote', () => {
  const visitor = useVisitor()

  it('in a request, its model and its options is text', async () => {
    const request = {
      model: ATTACK,
      messages: [{ role: ATTACK, content: ATTACK, [ATTACK]: ATTACK }],
      tools: [{ type: 'function', function: { name: ATTACK, description: ATTACK } }],
    }
    const options = { region: ATTACK, endpoint: `javascript:alert(5)//${ATTACK}`, [ATTACK]: ATTACK }
    const state = { api: 'chat-completions', text: JSON.stringify(request), options }
    const page = await visitor.open({ fragment: fragmentOf({ tab: 'request', tabs: { request: state } }) })
    await page.locator('.request .remarks li').first().waitFor()
    expect(await strayElements(page)).toBe(0)
    await typeInto(page, 'The request', JSON.stringify({ ...request, model: 'us.amazon.nova-lite-v1:0' }))
    await page.locator('.request .remarks').waitFor()
    expect(await strayElements(page)).toBe(0)
  })

  it.each(['chat-completions', 'responses', 'messages'])('in an answer for %s is text', async (client) => {
    const events = [
      { messageStart: { role: ATTACK } },
      { contentBlockDelta: { contentBlockIndex: 0, delta: { text: ATTACK } } },
      {
        contentBlockDelta: {
          contentBlockIndex: 0,
          delta: { citation: { title: ATTACK, location: { web: { url: 'javascript:alert(6)' } } } },
        },
      },
      { contentBlockDelta: { contentBlockIndex: 1, delta: { reasoningContent: { text: ATTACK } } } },
      {
        contentBlockStart: { contentBlockIndex: 2, start: { toolUse: { toolUseId: ATTACK, name: ATTACK } } },
      },
      {
        contentBlockDelta: {
          contentBlockIndex: 2,
          delta: { toolUse: { input: JSON.stringify({ [ATTACK]: ATTACK }) } },
        },
      },
      { throttlingException: { message: ATTACK } },
    ]
    const text = events.map((event) => JSON.stringify(event)).join('\n')
    const answer = { text, client, model: ATTACK, step: events.length - 1 }
    const page = await visitor.open({ fragment: fragmentOf({ tab: 'answer', tabs: { answer } }) })
    await page.locator('.failure').getByText('onerror').waitFor()
    expect(await page.locator('.part').count()).toBe(3)
    expect(await strayElements(page)).toBe(0)
    await typeInto(page, 'The answer', `{${JSON.stringify(ATTACK)}: {}}`)
    await page.locator('.answer .remarks li').getByText('onerror').waitFor()
    expect(await strayElements(page)).toBe(0)
  })
})

describe.runIf(hasBrowser)('answers that no model gives', () => {
  const visitor = useVisitor()
  const deep = '{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000)

  it.each([
    ['nothing of what an event has', '{"type":"message_start"}'],
    ['no usage', '{"type":"message","content":[]}'],
    ['thousands of levels', `{"type":"message_start","message":${deep}}`],
    ['thousands of levels in the usage', `{"type":"message_start","message":{"usage":${deep}}}`],
  ])('stand in links: %s', async (_, text) => {
    const page = await visitor.open({ fragment: fragmentOf({ tab: 'answer', tabs: { answer: { text } } }) })
    await page.locator('.stepper .place', { hasText: /^1 of/ }).waitFor()
    expect(await page.getByRole('alert').isVisible()).toBe(false)
    await typeInto(page, 'The answer', '{"messageStart":{"role":"assistant"}}')
    await page.locator('.stepper .place', { hasText: 'messageStart' }).waitFor()
  })
})

describe.runIf(hasBrowser)('everybody', () => {
  const visitor = useVisitor()

  describe.each(TABS)('the tab %s', (tab) => {
    it('has no overflow in a narrow window', async () => {
      const page = await visitor.open({ viewport: { width: 340, height: 700 } })
      await openTab(page, tab)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(340)
      const wide = await page.evaluate(() =>
        [...document.querySelectorAll('[role=tabpanel]:not([hidden]) :is(button, select, input, .pane)')]
          .map((one) => ({ text: one.outerHTML.slice(0, 80), right: one.getBoundingClientRect().right }))
          .filter(({ right }) => right > innerWidth + 1),
      )
      expect(wide).toEqual([])
    })

    it('is dark or light as the system is, or as the reader wishes', async () => {
      const page = await visitor.open({ colorScheme: 'dark' })
      await openTab(page, tab)
      expect(await lightness(page)).toBeLessThan(60)
      await page.selectOption('#theme', 'light')
      expect(await lightness(page)).toBeGreaterThan(200)
      const again = await visitor.openBeside(page, '')
      expect(await lightness(again)).toBeGreaterThan(200)
      await again.selectOption('#theme', 'system')
      expect(await lightness(again)).toBeLessThan(60)
    })

    it('has a name for every control, and Tab reaches each, with a focus that is seen', async () => {
      const page = await visitor.open()
      await openTab(page, tab)
      const controls = await controlsOf(await page.context().newCDPSession(page))
      expect(controls.length).toBeGreaterThan(10)
      expect(controls.filter(({ name }) => name.trim() === '')).toEqual([])
      const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map(({ id }) => id))
      expect(ids).toEqual([...new Set(ids)])
      const { missed, unseen } = await walkByTab(page)
      expect({ missed, unseen }).toEqual({ missed: [], unseen: [] })
    })
  })
})

/** How light the page's ground is, 0 to 255. */
function lightness(page: Page): Promise<number> {
  return page.evaluate(() => {
    const numbers = getComputedStyle(document.body).backgroundColor.match(/\d+/g) ?? []
    return numbers.slice(0, 3).reduce((sum, one) => sum + Number(one) / 3, 0)
  })
}

const CONTROLS = ['button', 'checkbox', 'combobox', 'listbox', 'option', 'slider', 'tab', 'textbox', 'link']

/** The controls that the browser tells screen readers of, with their names. */
async function controlsOf(session: CDPSession): Promise<{ role: string; name: string }[]> {
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  return nodes
    .filter(({ ignored }) => !ignored)
    .map(({ role, name }) => ({ role: String(role?.value), name: String(name?.value ?? '') }))
    .filter(({ role }) => CONTROLS.includes(role))
}

/** Goes through the page by Tab, once around. */
async function walkByTab(page: Page): Promise<{ missed: string[]; unseen: string[] }> {
  const total = await page.evaluate(() => {
    const all = [
      ...document.querySelectorAll<HTMLElement>(
        'button, a[href], input, select, textarea, summary, [tabindex="0"], [contenteditable=true]',
      ),
    ].filter((one) => one.tabIndex >= 0 && !one.matches(':disabled') && one.checkVisibility())
    for (const [index, one] of all.entries()) one.dataset['control'] = String(index)
    return all.length
  })
  const seen = new Set<string>()
  const unseen: string[] = []
  // An editor takes two keys.
  for (let turn = 0; turn < total * 2 && seen.size < total; turn += 1) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(describeFocus)
    if (focused === undefined) continue
    if (focused.control !== undefined) seen.add(focused.control)
    if (!focused.isVisible) unseen.push(focused.html)
    if (focused.isEditor) await page.keyboard.press('Escape')
  }
  const missed = await page.evaluate(
    (reached) =>
      [...document.querySelectorAll<HTMLElement>('[data-control]')]
        .filter((one) => !reached.includes(one.dataset['control'] ?? ''))
        .map((one) => one.outerHTML.slice(0, 120)),
    [...seen],
  )
  return { missed, unseen }
}

/** What has the focus, and whether that is seen: editors mark it a moment later. Runs in the page. */
async function describeFocus() {
  const active = document.activeElement
  if (!(active instanceof HTMLElement) || active === document.body) return undefined
  const isMarked = (): boolean =>
    [active, active.closest('.cm-editor')].some((one) => {
      if (one === null) return false
      const { outlineStyle, outlineWidth } = getComputedStyle(one)
      return outlineStyle !== 'none' && outlineWidth !== '0px'
    })
  for (let frame = 0; frame < 60 && !isMarked(); frame += 1)
    await new Promise((resolve) => requestAnimationFrame(resolve))
  return {
    control: active.dataset['control'],
    html: active.outerHTML.slice(0, 120),
    isEditor: active.closest('.cm-editor') !== null,
    isVisible: isMarked(),
  }
}
