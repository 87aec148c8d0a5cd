// `patchbay playground` with a page of the test's: node playground-process.ts FOLDER [options]
import { playgroundOf } from '../../../packages/command-line/src/playground/playground.ts'
import { processTerminal } from '../../../packages/command-line/src/terminal.ts'

const [folder = '', ...argv] = process.argv.slice(2)
const values = {
  port: '0',
  ...(argv.includes('--json') && { json: true }),
  ...(argv.includes('--open') && { open: true }),
}
process.exitCode = await playgroundOf(folder)({
  values,
  positionals: [],
  terminal: processTerminal(),
  findRoute: () => Promise.reject(new Error('no route is asked')),
})
