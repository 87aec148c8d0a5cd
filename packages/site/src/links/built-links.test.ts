import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { checkBuiltLinks } from './built-links.ts'

it('follows links, pictures, scripts and styles of built pages below their base', async () => {
  const folder = `${await mkdtemp(join(tmpdir(), 'site-'))}/`
  try {
    await mkdir(`${folder}routes`)
    await writeFile(`${folder}style.css`, '')
    await writeFile(
      `${folder}index.html`,
      '<link href="/base/style.css"><a href="routes/#one">1</a><a href="routes/#two">2</a><img src="none.png"><a href="https://w.example">w</a>',
    )
    await writeFile(
      `${folder}routes/index.html`,
      '<h2 id="one"></h2><a href="../">start</a><a href="/style.css">s</a><a href="#one">o</a><a href="../none/">n</a>',
    )
    const { links, problems } = await checkBuiltLinks(folder, '/base/')
    expect(links).toBe(8)
    expect(problems.toSorted((a, b) => a.localeCompare(b))).toEqual([
      'index.html: none.png leads to no file',
      'index.html: routes/#two names no element',
      'routes/index.html: ../none/ leads to no file',
      'routes/index.html: /style.css leaves /base/',
    ])
  } finally {
    await rm(folder, { recursive: true })
  }
})
