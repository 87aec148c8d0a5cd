import { isRecord, PatchbayRequestError, type Route } from '@patchbay/core'

import type { RunCommand } from '../command.ts'
import { EXIT_CODE } from '../exit-code.ts'
import type { Terminal } from '../terminal.ts'

/** A model of a list, as far as it is shown. */
interface ListedModel {
  readonly id: string
  readonly owned_by?: string
  /** By which APIs it can be called on each of Bedrock's hosts; other routes do not say. */
  readonly apis?: Readonly<Record<string, readonly string[]>>
}

/** `patchbay models [filter]`: what the route can call, those whose id, owner or APIs have the filter in them. */
export const runModels: RunCommand = async ({ values, positionals, terminal, findRoute }) => {
  const route = await findRoute()
  terminal.progress(`asking ${route.name} for its models ...`)
  const wanted = positionals[0]?.toLowerCase() ?? ''
  const models = (await readModels(route))
    .filter((model) => columnsOf(model).join(' ').toLowerCase().includes(wanted))
    .toSorted((a, b) => a.id.localeCompare(b.id, 'en'))
  if (values.json === true) terminal.print(JSON.stringify(models))
  else printTable(models, terminal)
  return EXIT_CODE.ok
}

async function readModels(route: Route): Promise<readonly ListedModel[]> {
  const { listModels } = await import('@patchbay/sdk')
  const models: unknown = await listModels(route).catch((error: unknown) => {
    throw error instanceof SyntaxError ? noList(route) : error
  })
  if (!Array.isArray(models)) throw noList(route)
  return models.filter(
    (model): model is ListedModel & Record<string, unknown> =>
      isRecord(model) && typeof model['id'] === 'string',
  )
}

function noList({ name }: Route): PatchbayRequestError {
  return new PatchbayRequestError(`The route "${name}" did not answer with a list of models.`, {
    code: 'no_list',
  })
}

function columnsOf({ id, owned_by: owner = '', apis = {} }: ListedModel): readonly [string, string, string] {
  const hosts = Object.entries(apis).filter(([, names]) => names.length > 0)
  return [id, owner, hosts.map(([host, names]) => `${host}: ${names.join(' ')}`).join('; ')]
}

function printTable(models: readonly ListedModel[], terminal: Terminal): void {
  const rows = models.map(columnsOf)
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => (row[column] ?? '').length)))
  for (const [id, owner, apis] of rows) {
    const line = `${id.padEnd(widths[0] ?? 0)}  ${owner.padEnd(widths[1] ?? 0)}  ${terminal.style('dim', apis)}`
    terminal.print(apis === '' ? line.trimEnd() : line)
  }
  terminal.report(`${models.length} ${models.length === 1 ? 'model' : 'models'}`)
}
