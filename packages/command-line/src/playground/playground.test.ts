import { describe, expect, it } from 'vitest'

import { recordTerminal } from '../../test-support/record-terminal.ts'
import { runCommandLine } from '../run.ts'
import { openerOf } from './open-browser.ts'
import { playgroundOf } from './playground.ts'

describe('a wrong start is one line and exit code 2', () => {
  it.each([
    [['--port', 'http'], /--port takes a number from 0 to 65535, not "http"/],
    [['--open', '--no-open'], /--open and --no-open exclude one another/],
    [['--route', 'a'], /asks no route/],
    [['--opne'], /did you mean --open/],
    [['file.json'], /takes no argument/],
  ])('%j', async (argv, text) => {
    const { terminal, printed, reported } = recordTerminal()
    expect(await runCommandLine(['playground', ...argv], terminal)).toBe(2)
    expect(printed()).toBe('')
    expect(reported()).toMatch(text)
    expect(reported().trimEnd().split('\n')).toHaveLength(1)
  })
})

it('a page that was not built is named, with what builds it', async () => {
  const { terminal } = recordTerminal()
  const invocation = { values: {}, positionals: [], terminal, findRoute: () => Promise.reject(new Error()) }
  await expect(playgroundOf('/nonexistent/playground/')(invocation)).rejects.toThrow(
    /is not built \(\/nonexistent\/playground\/ is missing\): build it by npm run build/,
  )
})

it.each([
  ['darwin', ['open', 'http://127.0.0.1:1/?a&b']],
  ['win32', ['rundll32', 'url.dll,FileProtocolHandler', 'http://127.0.0.1:1/?a&b']],
  ['linux', ['xdg-open', 'http://127.0.0.1:1/?a&b']],
  ['freebsd', ['xdg-open', 'http://127.0.0.1:1/?a&b']],
] as const)('on %s an address is opened by its own program', (platform, command) => {
  expect(openerOf(platform, 'http://127.0.0.1:1/?a&b')).toEqual(command)
})
