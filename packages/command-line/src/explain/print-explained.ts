import type { ExplainedRequest } from '@patchbay/sdk'

import type { Terminal } from '../terminal.ts'

/** An explained request for a person: as HTTP has it, with what is known of it before and what would be reported after. */
export function printExplained(explained: ExplainedRequest, terminal: Terminal): void {
  const { method, url, headers, body, warnings } = explained
  for (const [name, text] of facts(explained))
    terminal.print(terminal.style('dim', `${name.padEnd(12)} ${text}`))
  terminal.print('')
  terminal.print(terminal.style('bold', `${method} ${url}`))
  for (const [name, value] of Object.entries(headers)) terminal.print(`${name}: ${value}`)
  if (body !== undefined) {
    terminal.print('')
    terminal.print(typeof body === 'string' ? body : JSON.stringify(body, undefined, 2))
  }
  if (warnings.length > 0) terminal.print('')
  for (const { code, field, message } of warnings)
    terminal.print(terminal.style('yellow', `warning ${code} (${field}): ${message}`))
}

function facts({
  target,
  api,
  host,
  model,
  credentials,
}: ExplainedRequest): readonly (readonly [string, string])[] {
  const { kind: _kind, name, ...details } = target ?? {}
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['route', name === undefined ? undefined : [name, ...describe(details)].join(' ')],
    ['api', api],
    ['host', host],
    ['model', model],
    ['credentials', credentials],
  ]
  return rows.filter((row): row is readonly [string, string] => row[1] !== undefined)
}

function describe(details: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(details).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
}
