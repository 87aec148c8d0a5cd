/** Lists every rule of the translation with the cases that show it; fails when a rule has none. */
import { listRules } from '../test/support/translation-rules.ts'

const rules = listRules()
for (const { rule, title, cases } of rules) {
  console.log(`${rule}. ${title}\n${cases.map((name) => `    ${name}\n`).join('') || '    NONE\n'}`)
}
const missing = rules.filter(({ cases }) => cases.length === 0)
console.log(`${rules.length - missing.length} of ${rules.length} rules are shown by cases`)
if (missing.length > 0) process.exitCode = 1
