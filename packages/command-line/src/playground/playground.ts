import { fileURLToPath } from 'node:url'

import type { RunCommand } from '../command.ts'
import { EXIT_CODE } from '../exit-code.ts'
import { listening } from '../serve/listening.ts'
import { untilStopped } from '../serve/until-stopped.ts'
import { UsageError } from '../usage-error.ts'
import { openBrowser } from './open-browser.ts'
import { type PLAYGROUND_OPTIONS, readPlaygroundOptions } from './options.ts'
import { type PageFiles, readPageFiles } from './page-files.ts'
import { startPageServer } from './page-server.ts'

/** `patchbay playground`: the page that shows translations, on loopback, until a signal stops it. */
export const runPlayground: RunCommand<typeof PLAYGROUND_OPTIONS> = (invocation) => {
  // Beside the files of `@patchbay/sdk`, to which this program belongs.
  const folder = new URL('../dist/playground/', import.meta.resolve('@patchbay/sdk'))
  return playgroundOf(fileURLToPath(folder))(invocation)
}

/** The command for a page that was built into `folder`. */
export function playgroundOf(folder: string): RunCommand<typeof PLAYGROUND_OPTIONS> {
  return async ({ values, terminal }) => {
    const settings = readPlaygroundOptions(values)
    if (values.route !== undefined)
      throw new UsageError('patchbay playground asks no route: models and options are chosen in the page')
    const files = await readFiles(folder)
    const server = await listening({ host: '127.0.0.1', port: settings.port }, () =>
      startPageServer(settings.port, files),
    )
    // Before the address is printed: whoever reads it may stop the server at once.
    const stopped = untilStopped(server, 0, () => undefined)
    const url = `${server.url}/`
    const isJson = values.json === true
    if (isJson) terminal.print(JSON.stringify({ event: 'listening', url }))
    else terminal.print(`${terminal.style('bold', url)} shows the playground, until Ctrl-C.`)
    if (settings.open ?? (terminal.isWatched && !isJson))
      openBrowser(url, () => terminal.report('No browser could be opened here: open the address yourself.'))
    await stopped
    if (isJson) terminal.print(JSON.stringify({ event: 'stopped' }))
    return EXIT_CODE.ok
  }
}

/** @throws UsageError where they are missing: a workspace has them once it was built */
async function readFiles(folder: string): Promise<PageFiles> {
  const files = await readPageFiles(folder)
  if (files !== undefined) return files
  throw new UsageError(
    `the page of the playground is not built (${folder} is missing): build it by npm run build in the workspace, or install @patchbay/sdk again`,
  )
}
