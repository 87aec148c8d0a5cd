import { existsSync } from 'node:fs'
import { glob, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { altrum, bedrockAccessGateway, gateway, javelin, portkey } from '@patchbay/core'
import { describe, expect, it } from 'vitest'
import { PORTKEY_HEADERS } from '../../packages/core/src/gateways/portkey-options.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string) => readFile(join(root, path), 'utf8')

/** A preset lists the options that it takes when it refuses one. */
function optionsOf(create: (options: never) => unknown): readonly string[] {
  try {
    create({ nonsense: true } as never)
  } catch (error) {
    const list = /It takes: (.+)\.$/.exec((error as Error).message)?.[1]
    if (list !== undefined) return list.split(', ')
  }
  throw new Error('An unknown option was not refused.')
}

/** Whether a page names something in code, alone or in a list. */
const names = (page: string, word: string) =>
  new RegExp(`\`(?:[^\`]*[^\\w\`-])?${word}(?![\\w-])[^\`]*\``).test(page)

describe.each([
  ['javelin', javelin],
  ['portkey', portkey],
  ['altrum', altrum],
  ['bedrock-access-gateway', bedrockAccessGateway],
  ['gateway', gateway],
] as const)('docs/gateways/%s.md', (name, create) => {
  it('names every option that the preset takes', async () => {
    const page = await read(`docs/gateways/${name}.md`)
    expect(optionsOf(create).filter((option) => !names(page, option))).toEqual([])
  })
})

it('names every header of Portkey', async () => {
  const page = await read('docs/gateways/portkey.md')
  expect(Object.values(PORTKEY_HEADERS).filter((header) => !names(page, header))).toEqual([])
})

it('has no link to a file that is not there', async () => {
  const broken: string[] = []
  for await (const file of glob(['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/**/*.md'], {
    cwd: root,
  })) {
    for (const [, target = ''] of (await read(file)).matchAll(/\]\((?!\w+:)([^)#]+)/g)) {
      if (!existsSync(join(root, dirname(file), target))) broken.push(`${file}: ${target}`)
    }
  }
  expect(broken).toEqual([])
})
