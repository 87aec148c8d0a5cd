import { execFile } from 'node:child_process'
import { cp, glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Inside the workspace, so that samples find the packages that they import. */
const folder = fileURLToPath(new URL('generated/', import.meta.url))

const PAGES = ['README.md', 'docs/**/*.md', 'packages/*/README.md']

interface Sample {
  readonly file: string
  readonly page: string
  readonly line: number
  readonly code: string
}

/** Every block of TypeScript on a page, with the line it begins on. */
function readSamples(page: string, text: string): Sample[] {
  const blocks = text.matchAll(/^```(?:ts|typescript)\n([^]*?)^```$/gm)
  return [...blocks].map(({ 1: code = '', index }, number) => ({
    file: `${page.replaceAll(/[^a-z0-9]+/gi, '-')}-${number + 1}.ts`,
    page,
    line: text.slice(0, index).split('\n').length + 1,
    code,
  }))
}

async function collectSamples(): Promise<Sample[]> {
  const samples: Sample[] = []
  for await (const page of glob(PAGES, { cwd: root, exclude: (name) => name.includes('node_modules') }))
    samples.push(...readSamples(page, await readFile(root + page, 'utf8')))
  return samples
}

it('every TypeScript sample in the documentation compiles', async () => {
  const samples = await collectSamples()
  expect(samples.length).toBeGreaterThan(30)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await cp(fileURLToPath(new URL('sample-globals.d.ts', import.meta.url)), `${folder}sample-globals.d.ts`)
  // The gateway that the page on `defineGateway` shows, and then imports.
  await cp(`${root}test/gateways/support/acme.ts`, `${folder}acme.ts`)
  await writeFile(
    `${folder}tsconfig.json`,
    JSON.stringify({
      extends: '../../../tsconfig.json',
      include: ['*.ts'],
      exclude: [],
    }),
  )
  for (const { file, code } of samples) await writeFile(folder + file, `${code}\nexport {}\n`)
  const compiler = `${root}node_modules/.bin/tsc`
  const output = await promisify(execFile)(compiler, ['--noEmit', '--pretty', 'false', '-p', folder]).then(
    ({ stdout }) => stdout,
    (failure: { stdout?: string }) => failure.stdout ?? 'error TS0: the compiler did not run',
  )
  expect(locate(output, samples)).toEqual([])
})

/** The compiler's complaints, each at its line of the page. */
function locate(output: string, samples: readonly Sample[]): string[] {
  return output
    .split('\n')
    .filter((row) => row.includes('error TS'))
    .map((row) => {
      const [, file = '', line = '1', rest = ''] = /([^/(]+)\((\d+),\d+\): (.*)$/.exec(row) ?? []
      const sample = samples.find((one) => one.file === file)
      return sample === undefined ? row : `${sample.page}:${sample.line + Number(line) - 1} ${rest}`
    })
}
