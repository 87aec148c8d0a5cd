// What a reader of the documentation types works in a clone of the repository, too: by the `bin` of packages/sdk/package.json, which
// `publishConfig` replaces in what is published.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')

it('npx finds the program of the package, and runs it from source', () => {
  // Nothing is looked for in a registry.
  const argv = ['--offline', '--no', '@patchbay/sdk', 'explain', '--prompt', 'Hi', '--json']
  const env = { ...process.env, AWS_REGION: 'us-east-1', PATCHBAY_DEBUG: '' }
  const model = ['--model', 'us.amazon.nova-lite-v1:0']
  const printed = execFileSync('npx', [...argv, ...model], { cwd: ROOT, env, encoding: 'utf8' })
  expect(JSON.parse(printed)).toMatchObject({ api: 'converse', model: 'us.amazon.nova-lite-v1:0' })
})

it('what is published has the built program', () => {
  const { publishConfig } = JSON.parse(readFileSync(join(ROOT, 'packages/sdk/package.json'), 'utf8')) as {
    publishConfig: { bin: object }
  }
  expect(publishConfig.bin).toEqual({ patchbay: './dist/command-line.js' })
})
