import { isConnectionFailure, nearestName, PatchbayError, PatchbayRequestError } from '@patchbay/core'

import type { Command } from './command.ts'
import { COMMANDS } from './commands.ts'
import { EXIT_CODE } from './exit-code.ts'
import { findRoute } from './find-route.ts'
import { describeCommand, describeProgram, listCommands } from './help.ts'
import { parseArguments } from './parse.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { readManifest } from './manifest.ts'

/**
 * Runs the program.
 *
 * @param argv the arguments behind the program's name
 * @returns the exit code, see `EXIT_CODE`; it rejects for a fault of the program alone
 */
export async function runCommandLine(argv: readonly string[], terminal: Terminal): Promise<number> {
  const json = argv.includes('--json')
  try {
    return await runNamed(argv, json, terminal)
  } catch (error) {
    const code = exitCodeOf(error)
    if (code === undefined || !(error instanceof Error)) throw error
    const text = oneLine(isConnectionFailure(error) ? withCauses(error) : error.message)
    if (json) terminal.print(JSON.stringify({ error: describeError(error, text) }))
    else terminal.report(`patchbay: ${text}`)
    return code
  }
}

function oneLine(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .join(' ')
}

/** The innermost cause of a connection failure says what `fetch failed` does not: `connect ECONNREFUSED 127.0.0.1:1`. */
function withCauses(error: Error): string {
  const causes: string[] = []
  for (let link: unknown = error; link instanceof Error && causes.length < 5; link = link.cause) {
    // Where several addresses of a host were tried, the error of them all has no message but a code.
    const text = link.message || String('code' in link ? link.code : link.name)
    if (!causes.some((known) => known.includes(text))) causes.push(text)
  }
  return causes.join(': ')
}

async function runNamed(argv: readonly string[], json: boolean, terminal: Terminal): Promise<number> {
  const [name, ...rest] = argv
  if (name === '--version' || name === '-v') {
    const { version } = await readManifest()
    terminal.print(json ? JSON.stringify({ version }) : version)
    return EXIT_CODE.ok
  }
  if (name === undefined || name === 'help' || name === '--help' || name === '-h' || name === '--json')
    return help(
      rest.find((word) => !word.startsWith('-')),
      name === undefined || name === '--json',
      json,
      terminal,
    )
  const command = findCommand(name)
  if (rest.includes('--help') || rest.includes('-h')) return help(name, false, json, terminal)
  const { values, positionals } = parseArguments(command, rest)
  const run = await command.load()
  return run({ values, positionals, terminal, findRoute: () => findRoute(values.route) })
}

/** Without any argument the help is an answer to a wrong call. */
function help(name: string | undefined, isMisuse: boolean, json: boolean, terminal: Terminal): number {
  const commands = name === undefined ? COMMANDS : [findCommand(name)]
  const [first] = commands
  if (json) terminal.print(JSON.stringify(listCommands(commands)))
  else if (isMisuse) terminal.report(describeProgram(commands, terminal))
  else
    terminal.print(
      name === undefined || first === undefined
        ? describeProgram(commands, terminal)
        : describeCommand(first, terminal),
    )
  return isMisuse ? EXIT_CODE.misused : EXIT_CODE.ok
}

function findCommand(name: string): Command {
  const command = COMMANDS.find((one) => one.name === name)
  if (command !== undefined) return command
  const names = [...COMMANDS.map((one) => one.name), 'help']
  const nearest = nearestName(name, names)
  const meant = nearest === undefined ? `commands are ${names.join(', ')}` : `did you mean ${nearest}?`
  throw new UsageError(`there is no command ${JSON.stringify(name)}: ${meant}`)
}

/** Where there is no region, that is the configuration's fault, which is found out with the first request. `undefined` for a fault of the program, which is shown with its stack. */
function exitCodeOf(error: unknown): number | undefined {
  if (isConnectionFailure(error)) return EXIT_CODE.failed
  if (PatchbayError.is(error))
    return isRequestError(error) && error.code !== 'region_not_found' ? EXIT_CODE.failed : EXIT_CODE.misused
  return error instanceof UsageError ? EXIT_CODE.misused : undefined
}

function isRequestError(error: unknown): error is PatchbayRequestError {
  return error instanceof PatchbayRequestError
}

function describeError(error: Error, message: string): object {
  const code = PatchbayError.is(error)
    ? error.code
    : isConnectionFailure(error)
      ? 'connection_failed'
      : 'usage'
  return {
    message,
    code,
    ...(isRequestError(error) && error.status !== undefined && { status: error.status }),
  }
}
