import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { beforeAll, describe, expect, it } from 'vitest'

import { setUpServe } from './support/setup.ts'

/** An interpreter that has the packages: `PATCHBAY_TEST_PYTHON=/path/to/venv/bin/python`. */
const PYTHON = process.env['PATCHBAY_TEST_PYTHON'] ?? 'python3'
const KEY = 'the-key-of-serve'

function has(name: string): boolean {
  return spawnSync(PYTHON, ['-c', `import ${name}`]).status === 0
}

const packages = { openai: has('openai'), anthropic: has('anthropic') }

describe.skipIf(!packages.openai && !packages.anthropic)('Python', () => {
  const context = setUpServe([], { PATCHBAY_SERVE_API_KEY: KEY })

  let answers: Record<string, unknown>
  beforeAll(async () => {
    const { stdout } = await promisify(execFile)(
      PYTHON,
      [join(import.meta.dirname, 'support/python_clients.py')],
      { env: { PATH: process.env['PATH'], SERVE_URL: context.serve.url, SERVE_KEY: KEY } },
    )
    answers = JSON.parse(stdout) as Record<string, unknown>
  })

  it.runIf(packages.openai)('is served by the package openai', () => {
    const hello: unknown = expect.stringContaining('hello')
    expect(answers['openai']).toEqual({
      chat: hello,
      streamed_chat: hello,
      response: hello,
      streamed_response: hello,
      dimensions: 1024,
      models: true,
      error: 'model_not_found',
    })
  })

  it.runIf(packages.anthropic)('is served by the package anthropic', () => {
    const hello: unknown = expect.stringContaining('hello')
    expect(answers['anthropic']).toEqual({
      message: hello,
      streamed_message: hello,
      counted: true,
      models: 'model',
    })
  })
})

it.skipIf(packages.openai)(`the package openai is not installed for ${PYTHON}: Python was not asked`, () => {
  expect(packages.openai).toBe(false)
})
