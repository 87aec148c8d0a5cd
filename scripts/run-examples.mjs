// Runs every example from source, each in a process of its own; an example that exits non-zero or hangs fails the run.
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'

const TIMEOUT_MS = 60_000
const wanted = process.argv.slice(2)
const examples = readdirSync('examples')
  .filter((name) => name.endsWith('.ts'))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))

let failed = 0
for (const name of examples) {
  const { code, output } = await runExample(`examples/${name}`)
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name}`)
  if (code !== 0) {
    failed += 1
    console.log(output)
  }
}
console.log(`${examples.length - failed} examples ran, ${failed} failed`)
process.exit(failed === 0 && examples.length > 0 ? 0 : 1)

/** Resolves with the exit code (or the signal's name) and what the example printed. */
function runExample(path) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--conditions=@patchbay/source', path], { timeout: TIMEOUT_MS })
    let output = ''
    child.stdout.on('data', (data) => (output += data))
    child.stderr.on('data', (data) => (output += data))
    child.on('close', (code, signal) => resolve({ code: code ?? signal, output }))
  })
}
