// Runs openai-node's handwritten tests by its vitest, and its generated ones by its jest, with or without registered clients.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

import { SDK } from './checkout.mjs'

const fileHere = (name) => JSON.stringify(fileURLToPath(new URL(name, import.meta.url)))

const VITEST = {
  program: 'node_modules/vitest/vitest.mjs',
  args: ['run', '--reporter=json'],
  configuration: (registered) => `import { mergeConfig } from 'vitest/config'
import own from './vitest.config.mts'
${registered ? `import { wrapClientsPlugin } from ${fileHere('wrap-clients.cjs')}` : ''}
export default mergeConfig(own, {
  ${registered ? `plugins: [wrapClientsPlugin()], test: { setupFiles: [${fileHere('register-clients.cjs')}] },` : ''}
})
`,
  file: 'vitest.patchbay.config.mts',
}

/** The tests of resources need a mock server, and are left out without it. Those of the client itself need none. */
const JEST = {
  program: 'node_modules/jest/bin/jest.js',
  args: ['--runInBand', '--json'],
  configuration: (registered, withResources) => `import config from './jest.config'
const own = config as any
const [pattern, [transformer, options]] = Object.entries(own.transform)[0] as any
export default {
  ...own,
  ${withResources ? '' : "testMatch: own.testMatch.filter((match: string) => !match.includes('/tests/api-resources')),"}
  ${
    registered
      ? `setupFiles: [...own.setupFiles, ${fileHere('register-clients.cjs')}],
  transform: { [pattern]: [${fileHere('wrap-clients.cjs')}, { transformer, options }] },`
      : ''
  }
}
`,
  file: 'jest.patchbay.config.ts',
}

/** @param withResources whether the generated tests of resources run, too; a mock server has to be there for them */
export function createRunner(checkout, withResources) {
  const folder = mkdtempSync(join(tmpdir(), 'openai-suite-'))
  const log = join(folder, 'clients.log')
  const output = join(folder, 'results.json')

  function runBy({ program, args, configuration, file }, registered, files) {
    rmSync(output, { force: true })
    writeFileSync(join(checkout, file), configuration(registered, withResources))
    try {
      const all = [
        program,
        ...args,
        '--config',
        file,
        '--passWithNoTests',
        `--outputFile=${output}`,
        ...files,
      ]
      const env = { ...process.env, PATCHBAY_SUITE_SDK: SDK, PATCHBAY_SUITE_LOG: log }
      spawnSync(process.execPath, all, { cwd: checkout, stdio: ['ignore', 'ignore', 'inherit'], env })
    } finally {
      rmSync(join(checkout, file))
    }
    return existsSync(output) ? resultsOf(JSON.parse(readFileSync(output, 'utf8')), checkout) : []
  }

  return {
    /** Results of these files by test: `{ status, message }`. */
    run: (registered, files) =>
      new Map([VITEST, JEST].flatMap((program) => runBy(program, registered, files))),
    /** How many clients were registered, and how many were left as they are, by kind and reason. */
    clientsSeen() {
      const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []
      return new Map(
        Object.entries(Object.groupBy(lines, (line) => line)).map(([line, all]) => [line, all.length]),
      )
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Both programs write the same form. A file that could not be loaded counts as one test that fails. */
function resultsOf({ testResults }, checkout) {
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const file = relative(checkout, name)
    if (assertionResults.length === 0) return [[file, { status: 'failed', message }]]
    return assertionResults.map(({ fullName, status, failureMessages }) => [
      `${file} > ${fullName}`,
      { status, message: failureMessages?.[0] ?? '' },
    ])
  })
}
