import { describe, expect, it } from 'vitest'

import { nearestName } from './nearest-name.ts'

const KNOWN = ['anthropic.claude-sonnet-4-5-20250929-v1:0', 'amazon.nova-lite-v1:0', 'gpt-4o']

describe('nearestName', () => {
  it.each([
    ['gpt-40', 'gpt-4o'],
    ['GTP-4o', 'gpt-4o'],
    ['amazon.nova-light-v1:0', 'amazon.nova-lite-v1:0'],
    ['mistral', undefined],
    ['', undefined],
  ])('takes %j for %j', (name, nearest) => expect(nearestName(name, KNOWN)).toBe(nearest))

  it('compares no name with one that is much longer, however long it is', () => {
    const known = Array.from({ length: 300 }, (_, index) => `anthropic.claude-sonnet-${index}-v1:0`)
    const before = process.cpuUsage()
    expect(nearestName('x'.repeat(1_000_000), known)).toBeUndefined()
    expect(process.cpuUsage(before).user).toBeLessThan(500_000)
  })
})
