import { spawn } from 'node:child_process'
import { once } from 'node:events'

import type { Check, Group } from '../runner/check.ts'
import { expectBothRoutes } from '../runner/expect-answers.ts'
import type { Project } from '../runner/project.ts'
import { cleanEnvironment, type CommandResult } from '../runner/run-command.ts'

/** A route handler of Next, built by each of its bundlers, and served as in production. */
export const next: Group = {
  name: 'next',
  checks: () => [
    buildAndServe('route handler, Turbopack', 'turbopack'),
    buildAndServe('route handler, webpack', 'webpack'),
  ],
}

function buildAndServe(name: string, script: string): Check {
  return {
    project: { folder: 'next' },
    tool: 'Next',
    name,
    version: (installed) => installed.versionOf('next'),
    run: async (installed, workspace) => {
      await installed.script(script)
      await expectBothRoutes(workspace, (env) => serveAndAsk(installed, env))
    },
  }
}

/** Starts the built application on a free port, asks its route handler twice, and stops it. */
async function serveAndAsk(
  installed: Project,
  env: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  const args = [
    installed.path('node_modules/next/dist/bin/next'),
    'start',
    '--hostname=127.0.0.1',
    '--port=0',
  ]
  const child = spawn(process.execPath, args, {
    cwd: installed.folder,
    env: { ...cleanEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close')
  let output = ''
  try {
    const url = await new Promise<string>((resolve, reject) => {
      const read = (data: unknown) => {
        output += String(data)
        const told = /http:\/\/127\.0\.0\.1:(\d+)/.exec(output)
        if (told !== null && Number(told[1]) > 0 && /ready/i.test(output)) resolve(told[0])
      }
      child.stdout.on('data', read)
      child.stderr.on('data', read)
      child.on('error', reject)
      child.on('close', (code) => reject(new Error(`next start ended with exit code ${code}:\n${output}`)))
    })
    const ask = async (stream: boolean) => {
      const body = JSON.stringify({ question: 'What is 12 + 30?', stream })
      return (await fetch(`${url}/api/chat`, { method: 'POST', body })).text()
    }
    return { code: 0, stdout: `${await ask(false)}\n${await ask(true)}\n`, stderr: output }
  } finally {
    child.kill()
    await ended
  }
}
