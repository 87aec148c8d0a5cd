import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'

import { editorText, hasBrowser, typeInto, useVisitor } from './support/visitor.ts'

const BODY = 'The body that Bedrock would get'
const NOVA = 'us.amazon.nova-lite-v1:0'

/** A busy machine must not fail a test. */
const PATIENCE = { timeout: 20_000 }

const remarks = (page: Page) => page.locator('.request .remarks')
const facts = (page: Page) => page.locator('#panel-request .result .facts')

describe.runIf(hasBrowser)('requests', () => {
  const visitor = useVisitor()

  it('shows what Bedrock would get for a request as it is typed, with the warning at its line', async () => {
    const page = await visitor.open()
    const request = {
      model: NOVA,
      messages: [{ role: 'user', content: 'Good evening' }],
      logit_bias: { 50256: -100 },
    }
    await typeInto(page, 'The request', JSON.stringify(request, null, 2))
    await page.getByLabel(BODY).getByText('Good evening').waitFor()
    expect(await facts(page).innerText()).toMatch(/converse[^]*bedrock-runtime\.us-east-1\.amazonaws\.com/i)
    const line =
      JSON.stringify(request, null, 2)
        .split('\n')
        .findIndex((one) => one.includes('logit_bias')) + 1
    await remarks(page)
      .getByRole('button', { name: `logit_bias, line ${line}` })
      .click()
    expect(await remarks(page).innerText()).toContain('1 warning')
    await page.locator('.request .cm-lintRange-warning', { hasText: 'logit_bias' }).waitFor()
  })

  it('takes a model from the picker into the request', async () => {
    const page = await visitor.open()
    await page.selectOption('#request-model', NOVA)
    await facts(page).getByText(encodeURIComponent(NOVA)).or(facts(page).getByText(NOVA)).first().waitFor()
    expect(await editorText(page, 'The request')).toContain(`"model": "${NOVA}"`)
  })

  it('shows the refusal of a broken request', async () => {
    const page = await visitor.open()
    await page.selectOption('#request-example', { label: 'Broken: a result without its call' })
    await page.getByRole('heading', { name: 'What the caller would be told' }).waitFor()
    expect(await facts(page).innerText()).toContain('400')
    expect(await remarks(page).innerText()).toContain('1 error')
  })

  it('tells the line of what is no JSON', async () => {
    const page = await visitor.open()
    await typeInto(page, 'The request', '{\n"model": "a",\n"messages" []\n}')
    await remarks(page).getByRole('button', { name: 'Line 3' }).waitFor()
    expect(await remarks(page).innerText()).toContain('1 error')
  })

  it('highlights on the other side what the pointer is at', async () => {
    const page = await visitor.open()
    await page.getByLabel(BODY).getByText('umbrella').waitFor()
    const word = page.getByLabel('The request').getByText('umbrella').first()
    const highlighted = page.getByLabel(BODY).locator('.cm-linked, .cm-linked-line', { hasText: 'umbrella' })
    await expect
      .poll(async () => {
        await page.mouse.move(0, 0)
        await word.hover()
        return highlighted.count()
      }, PATIENCE)
      .toBeGreaterThan(0)
  })

  it('has examples of every API', async () => {
    const page = await visitor.open()
    for (const api of ['responses', 'messages', 'converse', 'chat-completions']) {
      await page.selectOption('#request-api', api)
      await page.locator('#panel-request .result[data-kind=sent]').waitFor()
      expect(await editorText(page, BODY)).toMatch(/"(?:messages|input)"/)
    }
  })

  it('copies as curl and as code', async () => {
    const page = await visitor.open()
    await page.locator('#panel-request .result[data-kind=sent]').waitFor()
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
    await page.getByRole('button', { name: 'Copy as curl' }).click()
    await page.getByRole('status').getByText(/curl/).waitFor()
    expect(await clipboard()).toMatch(/^curl [^]*https:\/\/bedrock-runtime\.us-east-1\.amazonaws\.com/)
    await page.getByRole('button', { name: 'Copy as code' }).click()
    await expect.poll(clipboard, PATIENCE).toContain("from '@patchbay/sdk'")
  })
})
