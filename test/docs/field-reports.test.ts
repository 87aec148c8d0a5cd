import { readFileSync } from 'node:fs'

import { expect, it } from 'vitest'

import { fieldReportsPage } from '../../scripts/field-reports.ts'

it('docs/field-reports.md lists every field report (else: node --conditions=@patchbay/source scripts/field-reports.ts)', () => {
  expect(readFileSync(new URL('../../docs/field-reports.md', import.meta.url), 'utf8')).toBe(
    fieldReportsPage(),
  )
})
