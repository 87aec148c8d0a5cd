import { existsSync } from 'node:fs'
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'

import { context, trace } from '@opentelemetry/api'
import { configure } from '@patchbay/sdk'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

import { type Block, readBlocks, root } from '../support/blocks.ts'
import { createReader, type Reader } from '../support/reader.ts'

/** Samples that are not run, by page and number: they are type-checked by `samples.test.ts` alone. */
const ONLY_TYPE_CHECKED: Readonly<Record<string, string>> = {
  'packages/translator/README.md 1':
    'the AWS SDK sends it by HTTP/2, which the strict Bedrock does not speak; the same functions are run by every test of a route',
}

/** Tests that run the samples of a page, with what they check of them. */
function testElsewhere({ page, quoted }: Block): string | undefined {
  // A file that the consumer checks run, which `test/consumers/docs.test.ts` holds the page to.
  if (quoted !== undefined) return quoted
  if (page === 'README.md') return 'test/docs/readme.test.ts'
  if (page === 'docs/getting-started.md') return 'test/docs/getting-started.test.ts'
  const [, name] = /^docs\/coming-from\/(.+)\.md$/.exec(page) ?? []
  return name === undefined ? undefined : `test/coming-from/${name}.test.ts`
}

/** Calls of clients that send something. `explain` never does. */
const SENDS = /await (?:client|llm)\.|await (?:query|generateText|listModels)\(/
/** Such a sample sends to servers of its own. */
const HAS_SERVERS = /create(?:Bedrock|Gateway)Server\(/

/** Inside the workspace, so that samples find the packages that they import. */
const folder = fileURLToPath(new URL('generated/', import.meta.url))
const nameOf = ({ page, number }: Block) => `${page} ${number}`

const samples = (await readBlocks()).filter(({ language }) => language === 'ts')
const elsewhere = samples.filter((sample) => testElsewhere(sample) !== undefined)
const typed = samples.filter((sample) => nameOf(sample) in ONLY_TYPE_CHECKED)
const here = samples.filter((sample) => !elsewhere.includes(sample) && !typed.includes(sample))

describe('the TypeScript of the documentation', () => {
  let reader: Reader

  beforeAll(async () => {
    reader = await createReader()
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    // The gateway that the page on `defineGateway` shows, and then imports.
    await cp(`${root}test/gateways/support/acme.ts`, `${folder}acme.ts`)
  })
  afterAll(() => reader.close())
  beforeEach(() => {
    for (const [name, value] of Object.entries(reader.environment)) vi.stubEnv(name, value)
    for (const [name, value] of Object.entries(reader.globals())) vi.stubGlobal(name, value)
    vi.spyOn(console, 'log').mockImplementation(() => {})
  })
  afterEach(() => {
    configure(null)
    trace.disable()
    context.disable()
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
    vi.unstubAllGlobals()
    reader.bedrock.reset()
    reader.gateway.reset()
  })

  it(`is run: ${here.length} samples here, ${elsewhere.length} by other tests, ${typed.length} only type-checked`, () => {
    expect(elsewhere.map(testElsewhere).filter((file) => !existsSync(root + file))).toEqual([])
    expect(typed.map(nameOf)).toEqual(Object.keys(ONLY_TYPE_CHECKED))
    expect(here.length).toBeGreaterThan(60)
  })

  it.each(here.map((sample) => [nameOf(sample), sample] as const))(
    '%s',
    async (_, { page, number, code }) => {
      const file = `${folder}${page.replaceAll(/[^a-z0-9]+/gi, '-')}-${number}.ts`
      await writeFile(file, `${withAddresses(code, reader)}\nexport {}\n`)
      await import(/* @vite-ignore */ pathToFileURL(file).href)
      const sent = reader.bedrock.requests.length + reader.gateway.requests.length
      if (SENDS.test(code) && !HAS_SERVERS.test(code)) expect(sent).toBeGreaterThan(0)
      else expect(sent).toBe(0)
    },
  )
})

function withAddresses(code: string, { addresses }: Reader): string {
  return Object.entries(addresses).reduce((text, [theirs, ours]) => text.replaceAll(theirs, ours), code)
}
