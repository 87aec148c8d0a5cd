import { type Command, COMMON_OPTIONS, type CommandOptions } from './command.ts'
import type { Terminal } from './terminal.ts'

/** The list of commands. */
export function describeProgram(commands: readonly Command[], terminal: Terminal): string {
  const rows = [
    ...commands.map((command) => [signature(command), command.summary] as const),
    ['help [command]', 'say how a command is used'] as const,
  ]
  return [
    terminal.style('bold', 'patchbay <command> [options]'),
    '',
    ...columns(rows),
    '',
    'Options of all commands',
    ...columns(optionRows(COMMON_OPTIONS)),
    ...columns([['-v, --version', 'print the version']]),
    '',
    'Exit codes: 0 done and good, 1 done and not good, 2 an argument or the configuration is wrong.',
  ].join('\n')
}

/** How one command is used. */
export function describeCommand(command: Command, terminal: Terminal): string {
  return [
    terminal.style('bold', `patchbay ${signature(command)} [options]`),
    '',
    command.summary,
    '',
    ...columns(optionRows({ ...command.options, ...COMMON_OPTIONS })),
  ].join('\n')
}

/** The same for programs: commands with their arguments and options. */
export function listCommands(commands: readonly Command[]): object {
  return {
    commands: commands.map(({ name, summary, positionals = [], options }) => ({
      name,
      summary,
      positionals,
      options: { ...options, ...COMMON_OPTIONS },
    })),
  }
}

function signature({ name, positionals = [] }: Command): string {
  return [name, ...positionals].join(' ')
}

function optionRows(options: CommandOptions): (readonly [string, string])[] {
  return Object.entries(options).map(([name, { short, value, description }]) => [
    `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` <${value}>`}`,
    description,
  ])
}

/** Rows of two columns. */
function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)
}
