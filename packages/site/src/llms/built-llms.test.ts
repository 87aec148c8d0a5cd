import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { checkMarkdownFiles } from './built-llms.ts'

it('follows the links of llms.txt and of the Markdown beside the pages', async () => {
  const folder = `${await mkdtemp(join(tmpdir(), 'site-'))}/`
  try {
    await mkdir(`${folder}clients`)
    await writeFile(
      `${folder}llms.txt`,
      '- [a](https://docs.example/b/routes.md): A\n- [b](https://docs.example/b/gone.md): B\n',
    )
    await writeFile(
      `${folder}routes.md`,
      '[o](clients/openai.md#options) [x](clients/none.md) [w](https://w.example)',
    )
    await writeFile(`${folder}clients/openai.md`, '[r](../routes.md) [self](#options) `[code](none.md)`')
    expect(
      (await checkMarkdownFiles(folder, 'https://docs.example/b')).toSorted((a, b) => a.localeCompare(b)),
    ).toEqual([
      'llms.txt: https://docs.example/b/gone.md leads to no file',
      'routes.md: clients/none.md leads to no file',
    ])
  } finally {
    await rm(folder, { recursive: true })
  }
})
