// Installs the packages as they would be published into empty projects, and uses them there as an application does.
//
//   npm run check:consumers                          the default matrix
//   npm run check:consumers -- bundlers deno         what has one of these words in its group, tool or name
//   npm run check:consumers -- --all                 the whole matrix of types
//   npm run check:consumers -- --keep                leaves the projects where they are, to look into them
import { bundlers } from './groups/bundlers.ts'
import { commandLine } from './groups/command-line.ts'
import { commonjs } from './groups/commonjs.ts'
import { gettingStarted } from './groups/getting-started.ts'
import { runtimes } from './groups/runtimes.ts'
import { types } from './groups/types.ts'
import { next } from './groups/next.ts'
import { runChecks } from './runner/run-checks.ts'
import { Workspace } from './runner/workspace.ts'

const GROUPS = [bundlers, next, commonjs, commandLine, gettingStarted, runtimes, types]

const known = new Set(['--all', '--keep'])
const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'))
const filters = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const unknown = flags.find((flag) => !known.has(flag))
if (unknown !== undefined) {
  console.error(`unknown flag ${unknown}; known are ${[...known].join(', ')}`)
  process.exit(2)
}

const workspace = new Workspace()
console.log(`packed ${workspace.packages.join(', ')}`)
const start = performance.now()
const outcomes = await runChecks(GROUPS, filters, flags.includes('--all'), workspace)
const failed = outcomes.filter(({ failure }) => failure !== undefined)
for (const { group, tool, version, name, failure } of failed)
  console.error(`\n== FAIL ${group}: ${tool} ${version}, ${name}\n${failure?.slice(0, 6000)}`)

if (flags.includes('--keep')) console.log(`the projects are in ${workspace.root}`)
else workspace.remove()
const seconds = Math.round((performance.now() - start) / 1000)
console.log(`${outcomes.length - failed.length} consumer checks ok, ${failed.length} failed (${seconds} s)`)
process.exit(failed.length === 0 && outcomes.length > 0 ? 0 : 1)
