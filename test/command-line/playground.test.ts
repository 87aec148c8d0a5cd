// `patchbay playground` as a process: what it prints, what opens the browser, and how it ends.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import { afterAll, describe, expect, test } from 'vitest'

const SCRIPT = join(import.meta.dirname, 'support/playground-process.ts')
const folder = mkdtempSync(join(tmpdir(), 'playground-process-'))
writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Playground</title>')
afterAll(() => rmSync(folder, { recursive: true }))

/** Starts the command and waits for its first line. */
async function start(argv: readonly string[], path = '/nonexistent') {
  const child = spawn(process.execPath, ['--conditions=@patchbay/source', SCRIPT, folder, ...argv], {
    env: { PATH: path },
  })
  const lines: string[] = []
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (part: string) => (errors += part))
  const reader = createInterface(child.stdout).on('line', (line) => lines.push(line))
  const ended = once(child, 'close') as Promise<[number | null]>
  await Promise.race([once(reader, 'line'), ended])
  return { child, lines, errors: () => errors, ended }
}

describe.skipIf(process.platform === 'win32')('patchbay playground', () => {
  test.for(['SIGINT', 'SIGTERM'] as const)('serves the page until %s', async (signal) => {
    const { child, lines, ended, errors } = await start([])
    const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(lines[0] ?? '')?.[0] ?? ''
    const response = await fetch(url)
    expect(await response.text()).toContain('<title>Playground</title>')
    // The connection of `fetch` is still there: it does not hold the end up.
    child.kill(signal)
    expect(await ended).toEqual([0, null])
    expect(lines).toHaveLength(1)
    expect(errors()).toBe('')
  })

  test('says the same as JSON', async () => {
    const { child, lines, ended } = await start(['--json'])
    child.kill('SIGINT')
    await ended
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { event: 'listening', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/) },
      { event: 'stopped' },
    ])
  })

  test.skipIf(process.platform !== 'linux')('opens the browser by the program of the platform', async () => {
    const programs = join(folder, 'bin')
    const opened = join(folder, 'bin', 'opened')
    mkdirSync(programs)
    writeFileSync(
      join(programs, 'xdg-open'),
      `#!/bin/sh\necho "$1" > "${opened}.part"\nmv "${opened}.part" "${opened}"\n`,
    )
    chmodSync(join(programs, 'xdg-open'), 0o755)
    const watcher = watch(programs)
    const appeared = new Promise<void>((resolve) =>
      watcher.on('change', (kind, name) => name === 'opened' && resolve()),
    )
    const { child, lines, ended } = await start(['--json', '--open'], `${programs}:/usr/bin:/bin`)
    await appeared
    watcher.close()
    expect(readFileSync(opened, 'utf8').trim()).toBe((JSON.parse(lines[0] ?? '') as { url: string }).url)
    child.kill('SIGINT')
    expect(await ended).toEqual([0, null])
  })

  test.skipIf(process.platform !== 'linux')('goes on where no browser can be opened', async () => {
    const { child, ended, errors } = await start(['--open'])
    await once(child.stderr, 'data')
    child.kill('SIGINT')
    expect(await ended).toEqual([0, null])
    expect(errors()).toBe('No browser could be opened here: open the address yourself.\n')
  })
})
