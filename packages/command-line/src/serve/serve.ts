import { createFetch, type RouteDescription } from '@patchbay/core'

import type { RunCommand } from '../command.ts'
import { EXIT_CODE } from '../exit-code.ts'
import type { Terminal } from '../terminal.ts'
import { listening } from './listening.ts'
import { readServeOptions, type SERVE_OPTIONS, type ServeSettings } from './options.ts'
import { createRequestLog } from './request-log.ts'
import { type RunningServer, startServer } from './server.ts'
import { untilStopped } from './until-stopped.ts'

/** `patchbay serve`: the route by HTTP, until a signal stops it. */
export const runServe: RunCommand<typeof SERVE_OPTIONS> = async ({ values, terminal, findRoute }) => {
  const settings = readServeOptions(values)
  const route = await findRoute()
  const isJson = values.json === true
  const log = createRequestLog(terminal, { isJson, isQuiet: settings.isQuiet })
  const server = await listening(settings, () =>
    startServer(settings, {
      access: settings.access,
      maxBody: settings.maxBody,
      fetch: createFetch(route, { hooks: log.hooks }),
      onRefused: log.refused,
    }),
  )
  const say = (event: string, facts: object, text: string): void => {
    if (isJson) terminal.print(JSON.stringify({ event, ...facts }))
    else if (text !== '') terminal.report(text)
  }
  // Before the address is printed: whoever reads it may stop the server at once.
  const stopped = untilStopped(server, settings.grace, (underWay) =>
    say('stopping', { underWay }, underWay === 0 ? '' : stoppingText(underWay, settings.grace)),
  )
  announce(server, route.describe(), settings, isJson, terminal)
  const cut = await stopped
  say('stopped', { cut }, cut === 0 ? '' : `${cut} cut.`)
  return cut === 0 ? EXIT_CODE.ok : EXIT_CODE.failed
}

function stoppingText(underWay: number, grace: number): string {
  return `Stopping: ${underWay} under way may finish within ${grace / 1000} s. A second signal cuts them.`
}

/** Says where the server is, and how clients are pointed to it. */
function announce(
  { url }: RunningServer,
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
