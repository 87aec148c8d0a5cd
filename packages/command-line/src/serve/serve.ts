import { createFetch, type RouteDescription } from '@patchbay/core'

import type { RunCommand } from '../command.ts'
import { EXIT_CODE } from '../exit-code.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'
import type { Handling } from './handle-request.ts'
import { readServeOptions, type SERVE_OPTIONS, type ServeSettings } from './options.ts'
import { createRequestLog } from './request-log.ts'
import { type RouteServer, startServer } from './server.ts'
import { untilStopped } from './until-stopped.ts'

/** `patchbay serve`: the route by HTTP, until a signal stops it. */
export const runServe: RunCommand<typeof SERVE_OPTIONS> = async ({ values, terminal, findRoute }) => {
  const settings = readServeOptions(values)
  const route = await findRoute()
  const isJson = values.json === true
  const log = createRequestLog(terminal, { isJson, isQuiet: settings.isQuiet })
  const server = await listen(settings, {
    access: settings.access,
    maxBody: settings.maxBody,
    fetch: createFetch(route, { hooks: log.hooks }),
    onRefused: log.refused,
  })
  announce(server, route.describe(), settings, isJson, terminal)
  const say = (event: string, facts: object, text: string): void => {
    if (isJson) terminal.print(JSON.stringify({ event, ...facts }))
    else if (text !== '') terminal.report(text)
  }
  const cut = await untilStopped(server, settings.grace, (underWay) =>
    say('stopping', { underWay }, underWay === 0 ? '' : stoppingText(underWay, settings.grace)),
  )
  say('stopped', { cut }, cut === 0 ? '' : `${cut} cut.`)
  return cut === 0 ? EXIT_CODE.ok : EXIT_CODE.failed
}

function stoppingText(underWay: number, grace: number): string {
  return `Stopping: ${underWay} under way may finish within ${grace / 1000} s. A second signal cuts them.`
}

/** Errors of `listen` that tell of the arguments. */
const LISTEN_ERRORS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use: choose another one by --port, or 0 for any that is free',
  EACCES: 'may not be listened at by this user: choose another one by --port',
  EADDRNOTAVAIL: 'is no address of this machine',
  ENOTFOUND: 'is no address of this machine',
}

async function listen(settings: ServeSettings, handling: Handling): Promise<RouteServer> {
  try {
    return await startServer(settings, handling)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const reason = LISTEN_ERRORS[code]
    if (reason === undefined) throw error
    throw new UsageError(`${settings.host}:${settings.port} ${reason}`)
  }
}

/** Says where the server is, and how clients are pointed to it. */
function announce(
  { url }: RouteServer,
  route: RouteDescription,
  { access }: ServeSettings,
  isJson: boolean,
  terminal: Terminal,
): void {
  const environment = { OPENAI_BASE_URL: `${url}/v1`, ANTHROPIC_BASE_URL: url }
  if (isJson) {
    terminal.print(JSON.stringify({ event: 'listening', url, route, environment }))
    return
  }
  terminal.print(`${terminal.style('bold', url)} serves ${describeRoute(route)}. For clients:`)
  terminal.print('')
  for (const [name, value] of Object.entries(environment)) terminal.print(`  export ${name}=${value}`)
  terminal.print('')
  terminal.print(
    access.apiKey === undefined
      ? 'They want a key, and any will do (OPENAI_API_KEY, ANTHROPIC_API_KEY): it goes no further.'
      : 'Their key (OPENAI_API_KEY, ANTHROPIC_API_KEY) is the one of --api-key or PATCHBAY_SERVE_API_KEY.',
  )
}

function describeRoute({ name, kind: _kind, ...details }: RouteDescription): string {
  const known = Object.entries(details).filter(([, value]) => typeof value === 'string')
  return known.length === 0 ? name : `${name} (${known.map(([, value]) => value).join(', ')})`
}
