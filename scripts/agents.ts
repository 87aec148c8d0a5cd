// Runs coding agents, unmodified, against `patchbay serve` over a strict Bedrock, on a model of every family, and prints a table.
// They are not installed here: `npm install --prefix FOLDER PACKAGE@VERSION` for each (see scripts/agents/programs.ts), then
//   npm run agents -- FOLDER [--only codex] [--model 'Nova Pro'] [--overflow]
// Linux only, as root or where user namespaces are allowed: each run has no network but loopback (`unshare`), and an empty home.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { MODELS, PROGRAMS } from './agents/programs.ts'
import type { Outcome } from './agents/session.ts'

const SESSION = fileURLToPath(new URL('agents/session.ts', import.meta.url))
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', multiple: true },
    model: { type: 'string', multiple: true },
    overflow: { type: 'boolean' },
  },
})
const [folder] = positionals
if (folder === undefined) throw new Error('Name the folder that the programs are installed in.')

const programs = Object.keys(PROGRAMS).filter((name) => values.only?.includes(name) ?? true)
const models = Object.entries(MODELS).filter(([name]) => values.model?.includes(name) ?? true)
let failed = 0
const notes: string[] = []
console.log(
  `| model | ${programs.map((name) => `${PROGRAMS[name]?.name} ${PROGRAMS[name]?.version}`).join(' | ')} |`,
)
console.log(`|---|${programs.map(() => '---|').join('')}`)
for (const [modelName, model] of models) {
  const cells = programs.map((name) => {
    const outcome = run(name, model.id)
    if (values.overflow === true) return outcome.overflow ?? outcome.problems.join('; ')
    if (!outcome.ok) {
      failed += 1
      notes.push(`${PROGRAMS[name]?.name}, ${modelName}: ${outcome.problems.join('; ')}`)
    }
    return `${outcome.ok ? 'yes' : 'no'}: ${outcome.requests} requests by ${outcome.operations.join(', ')}`
  })
  console.log(`| ${modelName} | ${cells.join(' | ')} |`)
}
for (const note of notes) console.log(`\n${note}`)
process.exitCode = failed === 0 ? 0 : 1

function run(name: string, model: string): Outcome {
  const bin = join(String(folder), 'node_modules/.bin', PROGRAMS[name]?.bin ?? '')
  const command = 'ip link set lo up && exec "$0" "$@"'
  const session = [
    process.execPath,
    '--conditions=@patchbay/source',
    SESSION,
    name,
    model,
    bin,
    values.overflow === true ? 'overflow' : '',
  ]
  const { stdout, stderr } = spawnSync('unshare', ['--net', 'sh', '-c', command, ...session], {
    encoding: 'utf8',
  })
  const last = stdout.trim().split('\n').at(-1) ?? ''
  try {
    return JSON.parse(last) as Outcome
  } catch {
    return {
      ok: false,
      problems: [`the run itself failed: ${stderr.slice(-500)}`],
      called: [],
      overflow: undefined,
      requests: 0,
      operations: [],
    }
  }
}
