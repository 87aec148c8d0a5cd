import { encodeEvent } from '@patchbay/testing'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'

import { editorText, hasBrowser, typeInto, useVisitor, type Visitor } from './support/visitor.ts'

const PLACE = '.stepper .place'

async function openAnswers(visitor: Visitor, example?: string): Promise<Page> {
  const page = await visitor.open()
  await page.getByRole('tab', { name: 'Answer' }).click()
  await page.locator(PLACE).waitFor()
  if (example !== undefined) await page.selectOption('#answer-example', { label: example })
  return page
}

/** Waits until the step with this number is shown. */
async function atStep(page: Page, step: number): Promise<void> {
  await page.locator(PLACE, { hasText: new RegExp(`^${step} of `) }).waitFor()
}

async function stepsOf(page: Page): Promise<number> {
  return Number(await page.getByRole('slider', { name: 'Event' }).getAttribute('max'))
}

describe.runIf(hasBrowser)('answers', () => {
  const visitor = useVisitor()

  it('goes through a stream to its end by the keyboard, and the calls grow', async () => {
    const page = await openAnswers(visitor, 'Parallel tool calls')
    const steps = await stepsOf(page)
    await page.getByRole('slider', { name: 'Event' }).focus()
    for (let step = 2; step <= 6; step += 1) {
      await page.keyboard.press('ArrowRight')
      await atStep(page, step)
    }
    const call = page.locator('.part.call').first()
    expect(await call.locator('pre').innerText()).toBe('{"city": "Os')
    expect(await call.locator('mark').innerText()).toBe('{"city": "Os')
    for (let step = 7; step <= steps; step += 1) {
      await page.keyboard.press('ArrowRight')
      await atStep(page, step)
    }
    expect(await page.locator('.part.call pre').allInnerTexts()).toEqual([
      '{"city": "Oslo", "unit": "celsius"}',
      '{"city": "Bergen"}',
    ])
    expect(await page.locator('.whole .facts').innerText()).toMatch(
      /finish_reason: tool_calls[^]*prompt_tokens 412/,
    )
    await page.keyboard.press('Home')
    await atStep(page, 1)
    expect(await page.locator('.part').count()).toBe(0)
  })

  it('goes by buttons and by the list as well, and keeps the focus at its ends', async () => {
    const page = await openAnswers(visitor, 'Text')
    await page.getByRole('button', { name: 'Next event' }).press('Enter')
    await atStep(page, 2)
    await page.keyboard.press('End')
    const steps = await stepsOf(page)
    await atStep(page, steps)
    await page.getByRole('button', { name: 'Previous event' }).press('ArrowLeft')
    await atStep(page, steps - 1)
    await page.getByRole('button', { name: 'Next event' }).press('Enter')
    await atStep(page, steps)
    // The button has ended: the keyboard goes on from the one beside it.
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Previous event',
    )
    const list = page.getByRole('listbox', { name: 'Events of the answer' })
    await list.focus()
    await page.keyboard.press('ArrowUp')
    await atStep(page, steps - 1)
    await list.getByRole('option').nth(1).click()
    await atStep(page, 2)
    expect(await list.getAttribute('aria-activedescendant')).toBe('answer-event-1')
    expect(await page.locator('.answer .cm-linked').innerText()).toContain('Oslo is the')
  })

  it('plays to the end', async () => {
    const page = await openAnswers(visitor, 'An error in mid-stream')
    await page.getByRole('button', { name: 'Play' }).click()
    await page.getByRole('button', { name: 'Pause' }).waitFor()
    await atStep(page, await stepsOf(page))
    await page.getByRole('button', { name: 'Play' }).waitFor()
    expect(await page.locator('.failure').innerText()).toContain('RateLimitError')
  })

  it('shows an error in mid-stream as the caller sees it', async () => {
    const page = await openAnswers(visitor, 'An error in mid-stream')
    await page.getByRole('button', { name: 'Last event' }).click()
    const failure = page.locator('.failure')
    expect(await failure.innerText()).toMatch(/RateLimitError 429: Too many tokens/)
    expect(await page.locator('.part.text pre').innerText()).toBe('Once upon a time there was a queue that')
    expect(await page.locator('.answer .remarks').innerText()).toContain('nobody reads it')
    await page.selectOption('#answer-client', 'messages')
    await page.getByText('rate_limit_error').waitFor()
    expect(await failure.innerText()).toContain('RateLimitError')
  })

  it('shows a stream that was cut', async () => {
    const page = await openAnswers(visitor, 'A stream that was cut')
    await page.getByRole('button', { name: 'Last event' }).click()
    expect(await page.locator(PLACE).innerText()).toContain('end of the stream')
    expect(await page.locator('.failure').innerText()).toContain('stream_truncated')
  })

  it('reads answers of all protocols, in all forms', async () => {
    const page = await openAnswers(visitor)
    for (const [example, said, form] of [
      ['An event stream in base64', 'God dag, Oslo!', 'an event stream, base64'],
      ['Claude by InvokeModel', 'It is raining.', 'Claude, stream: server-sent events'],
      ['GPT by Responses, for a Bedrock client', '{"city":"Oslo"}', 'Responses, stream'],
      ['A whole answer of Converse', 'One moment.', 'Converse, whole: JSON'],
      ['Citations', 'The fjord is 118 kilometres long, the report says.', 'JSON lines'],
      ['Stopped by a guardrail', 'content_filter', 'JSON lines'],
      ['Reasoning with its signature', 'nine is more', 'JSON lines'],
    ] as const) {
      await page.selectOption('#answer-example', { label: example })
      await page.locator('.answer .pane-head').getByText(form).waitFor()
      if ((await stepsOf(page)) > 1) await page.getByRole('button', { name: 'Last event' }).click()
      expect(await page.locator('.whole').innerText()).toContain(said)
    }
  })

  it('tells the line of what is no answer, and reads what is pasted in its place', async () => {
    const page = await openAnswers(visitor)
    await typeInto(page, 'The answer', '{"messageStart":{"role":"assistant"}}\n{"contentBlockDelta": oops}')
    const remark = page.locator('.answer .remarks li')
    await remark.getByRole('button', { name: 'Line 2' }).click()
    expect(await remark.innerText()).toContain('not JSON')
    const text =
      'data: {"messageStart":{"role":"assistant"}}\n\ndata: {"messageStop":{"stopReason":"end_turn"}}'
    await typeInto(page, 'The answer', text)
    await page.getByText('Converse, stream: server-sent events.').waitFor()
    expect(await stepsOf(page)).toBe(3)
    expect(await page.locator('#answer-example').inputValue()).toBe('')
  })

  it('opens a file with the bytes of a stream', async () => {
    const page = await openAnswers(visitor)
    const buffer = Buffer.concat([
      encodeEvent('messageStart', { role: 'assistant' }),
      encodeEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'From a file' } }),
    ])
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Open file' }).click(),
    ])
    await chooser.setFiles({ name: 'answer.bin', mimeType: 'application/octet-stream', buffer })
    await page.locator('.answer .pane-head').getByText('an event stream, base64').waitFor()
    await page.getByRole('button', { name: 'Next event' }).click()
    expect(await page.locator('.part pre').innerText()).toBe('From a file')
  })

  it('copies the chunks so far', async () => {
    const page = await openAnswers(visitor, 'Text')
    await page.getByRole('button', { name: 'Next event' }).click()
    await page.getByRole('button', { name: 'Copy chunks' }).click()
    await page.getByRole('status').getByText('2 chunks copied.').waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    const chunks = copied
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { object: string })
    expect(chunks.map(({ object }) => object)).toEqual(['chat.completion.chunk', 'chat.completion.chunk'])
    expect(await editorText(page, 'What comes out at this event')).toContain('Oslo is the')
  })
})
