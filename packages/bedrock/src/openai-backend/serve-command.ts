import type { Route } from '@patchbay/core'
import type { Arguments } from '../smithy.ts'
import { rejection } from './served-failure.ts'

/** What serves one command in place of Bedrock. */
export interface Service {
  readonly route: Route
  /** The SDK's name of the command, e.g. `ConverseCommand`. */
  readonly command: string
  readonly input: Arguments['input']
  readonly signal: AbortSignal | undefined
  /** Makes an error that comes in mid-stream one of the application's own SDK; always throws. */
  readonly raise: (error: unknown) => Promise<never>
}

/** Gives a command's output, `$metadata` among it. Rejects with a `ServedFailure`, with a network error, or when aborted. */
export type ServeCommand = (service: Service) => Promise<object>

/** What is served, by command. Loaded when it is needed: clients on gateways never need a translator. */
const COMMANDS: Readonly<Record<string, () => Promise<ServeCommand>>> = {
  ConverseCommand: async () => (await import('./converse.ts')).serveConverse,
  ConverseStreamCommand: async () => (await import('./converse-stream.ts')).serveConverseStream,
  InvokeModelCommand: async () => (await import('./invoke-model/invoke-model.ts')).serveInvokeModel,
  InvokeModelWithResponseStreamCommand: async () =>
    (await import('./invoke-model/invoke-model-stream.ts')).serveInvokeModelStream,
  CountTokensCommand: async () => (await import('./count-tokens.ts')).serveCountTokens,
}

/** Serves a command by a route that speaks OpenAI's shape, whichever it is. */
export const serveCommand: ServeCommand = async (service) => {
  const { command, route } = service
  const load = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined
  if (load === undefined) {
    const names = Object.keys(COMMANDS).map((name) => name.replace(/Command$/, ''))
    throw rejection(
      `The route "${route.name}" does not serve ${command.replace(/Command$/, '')}. It serves ${names.join(', ')}. ` +
        'Nothing was sent.',
    )
  }
  return (await load())(service)
}
