import { parseArgs } from 'node:util'

import { nearestName } from '@patchbay/core'

import { type Command, COMMON_OPTIONS, type CommandOptions, type Invocation } from './command.ts'
import { UsageError } from './usage-error.ts'

/**
 * Reads the arguments of a command.
 *
 * @throws UsageError for what the command does not take
 */
export function parseArguments(
  command: Command,
  argv: readonly string[],
): Pick<Invocation, 'values' | 'positionals'> {
  const options: CommandOptions = { ...command.options, ...COMMON_OPTIONS }
  const { tokens, values, positionals } = parse(command, argv, options)
  for (const token of tokens)
    if (token.kind === 'option' && !Object.hasOwn(options, token.name))
      throw new UsageError(unknownOption(command, token.rawName, Object.keys(options)))
  const most = command.positionals?.length ?? 0
  if (positionals.length > most)
    throw new UsageError(
      `patchbay ${command.name} takes ${most === 0 ? 'no argument' : `${command.positionals?.join(' ')} alone`}, not also ${JSON.stringify(positionals[most])}`,
    )
  return { values: values as Invocation['values'], positionals }
}

function parse(command: Command, argv: readonly string[], options: CommandOptions) {
  const config = {
    args: [...argv],
    options: Object.fromEntries(
      Object.entries(options).map(([name, { type, short, multiple = false }]) => [
        name,
        { type, multiple, ...(short !== undefined && { short }) },
      ]),
    ),
    allowPositionals: true,
    tokens: true,
  } as const
  // Not strict, it says which options are unknown; strict, it says which values are missing or too many.
  const { tokens } = parseArgs({ ...config, strict: false })
  const unknown = tokens.find((token) => token.kind === 'option' && !Object.hasOwn(options, token.name))
  if (unknown !== undefined) return { tokens, values: {}, positionals: [] }
  try {
    return parseArgs(config)
  } catch (error) {
    throw new UsageError(`patchbay ${command.name}: ${firstSentence(error)}`)
  }
}

function unknownOption(command: Command, given: string, known: readonly string[]): string {
  const nearest = nearestName(given.replace(/^--?/, ''), known)
  const meant = nearest === undefined ? `see patchbay help ${command.name}` : `did you mean --${nearest}?`
  return `patchbay ${command.name} has no option ${given}: ${meant}`
}

function firstSentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.split('\n', 1)[0] ?? text
}
