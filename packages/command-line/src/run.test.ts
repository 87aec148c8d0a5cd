import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

import { recordTerminal } from '../test-support/record-terminal.ts'
import { COMMANDS } from './commands.ts'
import { runCommandLine } from './run.ts'

const VARIABLES = ['PATCHBAY_GATEWAY', 'PATCHBAY_GATEWAY_API_KEY', 'PATCHBAY_REQUIRE_GATEWAY']

beforeEach(() => VARIABLES.forEach((name) => vi.stubEnv(name, '')))
afterEach(() => vi.unstubAllEnvs())

async function run(...argv: string[]) {
  const { terminal, printed, reported } = recordTerminal()
  const code = await runCommandLine(argv, terminal)
  return { code, printed: printed(), reported: reported() }
}

describe('the program', () => {
  test('prints the version of @patchbay/sdk', async () => {
    expect(await run('--version')).toMatchObject({
      code: 0,
      printed: expect.stringMatching(/^\d+\.\d+\.\d+/),
    })
    const { printed } = await run('--version', '--json')
    expect(JSON.parse(printed)).toEqual({ version: expect.any(String) })
  })

  test('prints help, also of one command and as JSON', async () => {
    expect((await run('help')).printed).toContain('models [filter]')
    expect((await run('help', 'models')).printed).toContain('--route <name>')
    expect((await run('models', '--help')).printed).toContain('--route <name>')
    const { commands } = JSON.parse((await run('help', '--json')).printed) as { commands: { name: string }[] }
    expect(commands.map(({ name }) => name)).toContain('models')
  })

  test('without a command it is misused, and says how it is used', async () => {
    expect(await run()).toMatchObject({ code: 2, printed: '', reported: expect.stringContaining('models') })
  })

  test('without a command it is misused with --json, too', async () => {
    const { code, printed } = await run('--json')
    expect({ code, commands: (JSON.parse(printed) as { commands: unknown[] }).commands.length }).toEqual({
      code: 2,
      commands: COMMANDS.length,
    })
    expect((await run('--json', 'help')).code).toBe(2)
  })

  test('a connection failure says what it failed by', async () => {
    vi.stubEnv('PATCHBAY_GATEWAY', 'http://127.0.0.1:1/v1')
    const { code, reported } = await run('models')
    expect(code).toBe(1)
    expect(reported).toMatch(/^patchbay: fetch failed: .*(?:ECONNREFUSED|bad port).*\n$/)
    const json = await run('models', '--json')
    expect(JSON.parse(json.printed)).toEqual({
      error: { code: 'connection_failed', message: expect.stringMatching(/ECONNREFUSED|bad port/) },
    })
  })

  test.for([
    [['modles'], 'patchbay: there is no command "modles": did you mean models?'],
    [['models', '--jsn'], 'patchbay: patchbay models has no option --jsn: did you mean --json?'],
    [['models', '--route'], /^patchbay: patchbay models: Option '--route <value>' argument missing$/],
    [['models', 'a', 'b'], 'patchbay: patchbay models takes [filter] alone, not also "b"'],
    [['help', 'nothing'], /^patchbay: there is no command "nothing"/],
  ] as const)('%j is one line and exit code 2', async ([argv, text]) => {
    const { code, printed, reported } = await run(...argv)
    expect({ code, printed }).toEqual({ code: 2, printed: '' })
    expect(reported.trimEnd()).toMatch(text)
    expect(reported.trimEnd().split('\n')).toHaveLength(1)
  })

  test('a configuration error is one line and exit code 2, or JSON', async () => {
    vi.stubEnv('PATCHBAY_GATEWAY_API_KEY', 'hunter22')
    const { code, printed, reported } = await run('models')
    expect({ code, printed }).toEqual({ code: 2, printed: '' })
    expect(reported).toMatch(/^patchbay: PATCHBAY_GATEWAY_API_KEY is set without PATCHBAY_GATEWAY.*\n$/)
    const json = await run('models', '--json')
    expect(json.code).toBe(2)
    expect(JSON.parse(json.printed)).toEqual({
      error: { code: 'configuration', message: expect.stringContaining('PATCHBAY_GATEWAY') },
    })
  })
})
