import type { Route } from '@patchbay/core'

import type { Terminal } from './terminal.ts'

/** One option of a command, as `parseArgs` of `node:util` takes it. */
export interface CommandOption {
  /** An option with a value, or a switch. */
  readonly type: 'string' | 'boolean'
  /** What stands for the value in the help, e.g. `name`; options of type `string` alone. */
  readonly value?: string
  /** One letter. */
  readonly short?: string
  /** It may be given several times. */
  readonly multiple?: boolean
  /** One line for the help, with the default. */
  readonly description: string
}

/** The options of a command by their long names. */
export type CommandOptions = Readonly<Record<string, CommandOption>>

/** What was given for `options`; an option that was not given is absent. */
export type Values<Options extends CommandOptions> = {
  readonly [Name in keyof Options]?: ValueOf<Options[Name]>
}

type ValueOf<Option> = Option extends { readonly type: 'boolean' }
  ? boolean
  : Option extends { readonly multiple: true }
    ? readonly string[]
    : string

/** One call of a command. */
export interface Invocation<Options extends CommandOptions = CommandOptions> {
  /** The command's own options, and `json` and `route` of all commands. */
  readonly values: Values<Options> & { readonly json?: boolean; readonly route?: string }
  /** The other arguments, not more than the command takes. */
  readonly positionals: readonly string[]
  readonly terminal: Terminal
  /**
   * The route that `--route` names, else the one that `register` without a route would take.
   *
   * @throws ConfigurationError, AmbiguousGatewayError, UnknownRouteError: let them pass, they end the process with 2
   */
  readonly findRoute: () => Promise<Route>
}

/**
 * Runs a command, and resolves with its exit code once everything is done. A `PatchbayRequestError` that it throws becomes one line
 * and exit code 1; a `UsageError` and errors of the configuration become one line and exit code 2.
 */
export type RunCommand<Options extends CommandOptions = CommandOptions> = (
  invocation: Invocation<Options>,
) => Promise<number>

/** A command: what the help says of it, and where it is. */
export interface Command<Options extends CommandOptions = CommandOptions> {
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /** Its arguments in the help, e.g. `['[file]']`: it takes as many. Default: none. */
  readonly positionals?: readonly string[]
  /** Its own options, beside those of all commands. */
  readonly options: Options
  /** Loads what runs it: starting costs as much as the one command that was called. */
  readonly load: () => Promise<RunCommand<Options>>
}

/** A line of the table of commands, with the types of its options. */
export function defineCommand<const Options extends CommandOptions>(command: Command<Options>): Command {
  return command as unknown as Command
}

/** The options that every command has. */
export const COMMON_OPTIONS = {
  route: {
    type: 'string',
    value: 'name',
    description:
      'the route: of the configured gateway, or a Bedrock model (default: as register() without a route)',
  },
  json: { type: 'boolean', description: 'print JSON' },
  help: { type: 'boolean', short: 'h', description: 'print this help' },
} as const satisfies CommandOptions
