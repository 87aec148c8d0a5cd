import { cp, mkdtemp, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { Check, Group } from '../runner/check.ts'
import { expectAnswers, expectBothRoutes } from '../runner/expect-answers.ts'
import type { Project } from '../runner/project.ts'
import { runCommand } from '../runner/run-command.ts'
import { withServers } from '../runner/servers.ts'
import type { Workspace } from '../runner/workspace.ts'

const WEB_SCOPE = join(import.meta.dirname, '../runner/web-scope.ts')
/** As esbuild writes an import: with double quotes. Texts of errors that quote one have others. */
const BUILTIN_IMPORT = /(?:from |import\(|require\()"(?:node:[a-z/_]+|fs|https?|crypto|stream|util)"/

const project = { folder: 'bundlers' }

/** `[tool, its package, what is tried, the script that bundles, the program in the bundle]` */
const PROGRAMS = [
  ['esbuild', 'esbuild', 'cjs', 'esbuild-cjs', 'dist/app.cjs'],
  ['esbuild', 'esbuild', 'esm', 'esbuild-esm', 'dist/app.mjs'],
  ['webpack', 'webpack', 'target node', 'webpack', 'dist/webpack/main.js'],
  ['rollup', 'rollup', 'node-resolve, commonjs, json', 'rollup', 'dist/rollup/app.js'],
  ['rolldown', 'rolldown', 'platform node', 'rolldown', 'dist/rolldown/app.js'],
  ['Vite', 'vite', 'SSR, all inside', 'vite-ssr-bundled', 'dist/vite-bundled/app.js'],
] as const

/** Bundlers without configuration, on an application that has `openai` and `@patchbay/sdk` only. */
export const bundlers: Group = {
  name: 'bundlers',
  checks: () => [
    ...PROGRAMS.map(([tool, name, what, script, program]): Check => ({
      project,
      tool,
      name: what,
      version: (installed) => installed.versionOf(name),
      run: (installed, workspace) => bundleAndRun(installed, workspace, script, program),
    })),
    {
      project,
      tool: 'Vite',
      name: 'SSR, dependencies outside',
      version: (installed) => installed.versionOf('vite'),
      run: viteWithExternals,
    },
    {
      project,
      tool: 'esbuild',
      name: 'Lambda, one file',
      version: (installed) => installed.versionOf('esbuild'),
      run: lambda,
    },
    {
      project,
      tool: 'esbuild',
      name: 'platform browser',
      version: (installed) => installed.versionOf('esbuild'),
      run: browser,
    },
  ],
}

async function bundleAndRun(installed: Project, workspace: Workspace, script: string, program: string) {
  await installed.script(script)
  const folder = await moveAway(installed, workspace, program)
  // webpack writes CommonJS to .js, the others ES modules: where there is no package.json, Node tells by the syntax.
  await expectBothRoutes(workspace, (env) =>
    runCommand(process.execPath, [folder.program], { cwd: folder.path, env }),
  )
}

/** Copies what was bundled to where no `node_modules` is in reach: it has to be complete. */
async function moveAway(installed: Project, workspace: Workspace, program: string) {
  const path = await mkdtemp(join(workspace.root, 'bundle-'))
  const parts = program.split('/')
  const name = parts.at(-1) ?? program
  if (parts.length === 2) await cp(installed.path(program), join(path, name))
  else await cp(installed.path(parts.slice(0, -1).join('/')), path, { recursive: true })
  return { path, program: join(path, name) }
}

async function viteWithExternals(installed: Project, workspace: Workspace) {
  await installed.script('vite-ssr')
  await expectBothRoutes(workspace, (env) => installed.run('node', ['dist/vite/app.js'], { env }))
}

const CALL_HANDLER = `
  const { handler } = require('./index.cjs')
  const call = (stream) => handler({ body: JSON.stringify({ question: 'What is 12 + 30?', stream }) })
  call(false).then((plain) => (console.log(plain.body), call(true))).then((streamed) => console.log(streamed.body))`

async function lambda(installed: Project, workspace: Workspace) {
  await installed.script('esbuild-lambda')
  const files = await readdir(installed.path('dist/lambda'))
  if (files.length !== 1) throw new Error(`expected one file, not ${files.join(', ')}`)
  const folder = await moveAway(installed, workspace, 'dist/lambda/index.cjs')
  await withServers(workspace, async ({ bedrock, environment, credentials }) => {
    const env = {
      BEDROCK_ENDPOINT: environment.BEDROCK_ENDPOINT,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    }
    expectAnswers(await runCommand(process.execPath, ['-e', CALL_HANDLER], { cwd: folder.path, env }))
    if (!bedrock.requests.every(({ authentication }) => authentication?.kind === 'sigv4'))
      throw new Error('expected requests that are signed with the credentials of the environment')
  })
}

async function browser(installed: Project, workspace: Workspace) {
  await installed.script('esbuild-browser')
  const bundle = installed.path('dist/browser/worker.mjs')
  const builtin = BUILTIN_IMPORT.exec(await readFile(bundle, 'utf8'))
  if (builtin !== null) throw new Error(`the bundle asks for a builtin of Node: ${builtin[0]}`)
  const args = ['--experimental-vm-modules', WEB_SCOPE, bundle]
  await expectBothRoutes(workspace, (env) =>
    runCommand(process.execPath, args, { cwd: installed.folder, env }),
  )
}
