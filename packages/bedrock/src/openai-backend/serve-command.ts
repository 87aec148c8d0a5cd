import { rejection } from './backend-failure.ts'
import type { ServeCommand } from './service.ts'

/** What is served, by command. Loaded when it is needed: clients on gateways never need a translator. */
const COMMANDS: Readonly<Record<string, () => Promise<ServeCommand>>> = {
  ConverseCommand: async () => (await import('./converse.ts')).serveConverse,
  ConverseStreamCommand: async () => (await import('./converse-stream.ts')).serveConverseStream,
  InvokeModelCommand: async () => (await import('./invoke-model/invoke-model.ts')).serveInvokeModel,
  InvokeModelWithResponseStreamCommand: async () =>
    (await import('./invoke-model/invoke-model-stream.ts')).serveInvokeModelStream,
  CountTokensCommand: async () => (await import('./count-tokens.ts')).serveCountTokens,
}

/** What is served in Converse's own words, by routes that know them. */
const CONVERSE_COMMANDS: typeof COMMANDS = {
  ...COMMANDS,
  ConverseCommand: async () => (await import('../converse-backend/converse.ts')).serveConverse,
  ConverseStreamCommand: async () =>
    (await import('../converse-backend/converse-stream.ts')).serveConverseStream,
  CountTokensCommand: async () => (await import('../converse-backend/count-tokens.ts')).serveCountTokens,
}

/** Serves a command by a route that does not take it as the SDK writes it. */
export const serveCommand: ServeCommand = async (service) => {
  const { command, route } = service
  const commands = route.bedrock?.translates === undefined ? COMMANDS : CONVERSE_COMMANDS
  const load = Object.hasOwn(commands, command) ? commands[command] : undefined
  if (load === undefined) {
    const names = Object.keys(COMMANDS).map((name) => name.replace(/Command$/, ''))
    throw rejection(
      `The route "${route.name}" does not serve ${command.replace(/Command$/, '')}. It serves ${names.join(', ')}. ` +
        'Nothing was sent.',
    )
  }
  return (await load())(service)
}
