// Runs openai-node's own tests twice: as they are, and on clients that are registered. Prints what differs. See README.md.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { prepare, startMockServer, testsOfClients } from './checkout.mjs'
import { differences, report } from './differences.mjs'
import { createRunner } from './runner.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { generated: { type: 'boolean', default: false } },
})
const [folder, ...named] = positionals
if (folder === undefined) {
  console.error(
    'Usage: node test/openai-suite/run.mjs [--generated] <checkout of openai-node> [test files ...]',
  )
  process.exit(2)
}
const checkout = resolve(folder)
prepare(checkout)
const files = named.length > 0 ? named : testsOfClients(checkout)
const stopMockServer = values.generated ? await startMockServer(checkout) : () => undefined
const runner = createRunner(checkout, values.generated)
try {
  const plain = runner.run(false, files)
  if (plain.size === 0) throw new Error('No test ran.')
  const registered = runner.run(true, files)
  // Tests of time and memory fail on a busy machine now and then: what differs has to differ twice.
  const suspects = differences(plain, registered)
  const again =
    suspects.length === 0
      ? new Map()
      : runner.run(true, [...new Set(suspects.map((name) => name.split(' > ')[0]))])
  const passed = [...again].filter(([, { status }]) => status === 'passed')
  const unknown = report(plain, new Map([...registered, ...passed]), runner.clientsSeen())
  process.exitCode = unknown > 0 ? 1 : 0
} finally {
  stopMockServer()
  runner.close()
}
