import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runInNewContext } from 'node:vm'

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { EXAMPLES, stateOf } from '../examples/index.ts'
import { DEFAULT_CHOICES } from '../route-choices.ts'
import { toLiteral } from './literal.ts'
import { toCode } from './to-code.ts'

const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url))
const FOLDER = join(ROOT, 'packages/playground/build/snippets')

const SETTINGS = {
  extends: '../../../../tsconfig.json',
  compilerOptions: { rootDir: ROOT },
  include: ['./*.ts'],
  exclude: [],
}

describe('a request as code', () => {
  it('is the client, the route and the request', () => {
    const request = { model: 'm', messages: [{ role: 'user', content: 'It\'s "so" \\n\n' }], stream: true }
    const code = toCode(request, {
      api: 'chat-completions',
      stream: false,
      choices: { ...DEFAULT_CHOICES, strict: true, api: 'converse' },
    })
    expect(code).toBe(`import { bedrock, register } from '@patchbay/sdk'
import OpenAI from 'openai'

const client = register(new OpenAI({ apiKey: 'unused' }), bedrock({ region: 'us-east-1', strict: true, api: 'converse' }))

const stream = await client.chat.completions.create({
  model: 'm',
  messages: [{ role: 'user', content: 'It\\'s "so" \\\\n\\n' }],
  stream: true,
})
for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta.content ?? '')
`)
  })

  it('type-checks for each example that is no refusal', () => {
    rmSync(FOLDER, { recursive: true, force: true })
    mkdirSync(FOLDER, { recursive: true })
    const examples = Object.values(EXAMPLES)
      .flat()
      .filter(({ isBroken }) => isBroken !== true)
    for (const example of examples) {
      const state = stateOf(example)
      writeFileSync(join(FOLDER, `${example.api}-${example.id}.ts`), toCode(example.request, state))
      if (example.api === 'converse')
        writeFileSync(
          join(FOLDER, `${example.api}-${example.id}-streamed.ts`),
          toCode(example.request, { ...state, stream: true }),
        )
    }
    writeFileSync(join(FOLDER, 'tsconfig.json'), JSON.stringify(SETTINGS))
    expect(typeErrors()).toBe('')
    rmSync(FOLDER, { recursive: true })
  })

  it('writes every value as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const read: unknown = runInNewContext(`(${toLiteral(value)})`)
        expect(JSON.stringify(read)).toBe(JSON.stringify(value))
      }),
    )
  })
})

function typeErrors(): string {
  try {
    execFileSync(join(ROOT, 'node_modules/.bin/tsc'), ['--noEmit', '-p', FOLDER], {
      cwd: ROOT,
      encoding: 'utf8',
    })
    return ''
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout ?? error)
  }
}
