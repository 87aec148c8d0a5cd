import { readdirSync } from 'node:fs'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { listCases } from '../support/fixture-cases.ts'
import { listRules, RULES, STREAM_RULES } from '../support/translation-rules.ts'

const rules = listRules()

it.each(rules)('$rule is shown: $title', ({ cases }) => {
  expect(cases).not.toEqual([])
})

it('has no case without a rule, nor one with a rule that is not there', () => {
  const root = join(import.meta.dirname, '../fixtures/chat-completions')
  const cases = listCases(root)
  expect(cases).toHaveLength(readdirSync(root).length)
  const known = new Set([...Object.keys(RULES), ...Object.keys(STREAM_RULES)])
  const strays = cases.filter(({ facts }) => {
    const named = [...(facts.rules ?? []), ...(facts.streamRules ?? [])].map(String)
    return named.length === 0 || named.some((rule) => !known.has(rule))
  })
  expect(strays.map(({ name }) => name)).toEqual([])
})

it('counts the rules', () => {
  const shown = rules.filter(({ cases }) => cases.length > 0).length
  const cases = new Set(rules.flatMap((rule) => rule.cases)).size
  console.info(`${shown} of ${rules.length} rules of the translation are shown by ${cases} named cases`)
  expect(shown).toBe(rules.length)
})
