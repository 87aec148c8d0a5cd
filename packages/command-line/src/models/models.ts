import { PatchbayRequestError } from '@patchbay/core'

import type { RunCommand } from '../command.ts'
import { EXIT_CODE } from '../exit-code.ts'

/** `patchbay models [filter]`: what the route can call, those whose id or owner has the filter in it. */
export const runModels: RunCommand = async ({ values, positionals, terminal, findRoute }) => {
  const route = await findRoute()
  const { listModels } = await import('@patchbay/sdk')
  const wanted = positionals[0]?.toLowerCase() ?? ''
  const all = await listModels(route)
  if (!Array.isArray(all)) throw new PatchbayRequestError('The route did not answer with a list.', {})
  const models = all.filter(({ id, owned_by: owner }) => `${id} ${owner}`.toLowerCase().includes(wanted))
  if (values.json === true) {
    terminal.print(JSON.stringify(models))
    return EXIT_CODE.ok
  }
  const width = Math.max(0, ...models.map(({ id }) => id.length))
  for (const { id, owned_by: owner } of models) terminal.print(`${id.padEnd(width)}  ${owner}`)
  return EXIT_CODE.ok
}
