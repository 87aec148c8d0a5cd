import { spawn } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'

import { type Step, shows } from './page-steps.ts'
import { cleanEnvironment, tryCommand } from './run-command.ts'

/** Where the steps are followed, and what is changed in their commands. */
export interface Place {
  readonly folder: string
  /** What an install command installs in place of a package of ours, which no registry has yet. */
  readonly packages: (name: string) => readonly string[]
}

type CommandStep = Extract<Step, { kind: 'commands' }>

/** Follows the steps of a page in an empty folder, as a reader would in a terminal. Rejects at the first that goes wrong. */
export async function follow(steps: readonly Step[], { folder, packages }: Place): Promise<void> {
  const free = await freePorts(steps)
  const mine = (text: string) => [...free].reduce((all, [port, other]) => all.replaceAll(port, other), text)
  const background: (() => void)[] = []
  let env: NodeJS.ProcessEnv = { ...cleanEnvironment(), ...npmSettings() }
  try {
    for (const step of steps) {
      if (step.kind === 'file') await writeFile(join(folder, step.name), mine(step.text))
      else if (step.background) background.push(await startInBackground(step, mine, folder, env))
      else env = await runInTerminal(step, (text) => installing(mine(text), packages), mine, folder, env)
    }
  } finally {
    for (const stop of background) stop()
  }
}

/** Runs a block of commands and resolves with the environment that it leaves behind. */
async function runInTerminal(
  { text, output }: CommandStep,
  prepare: (text: string) => string,
  mine: (text: string) => string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<NodeJS.ProcessEnv> {
  const state = join(cwd, '.environment')
  const script = `${prepare(text)}\nenv -0 > ${state}\n`
  const { code, stdout, stderr } = await tryCommand('bash', ['-e', '-c', script], { cwd, env })
  if (code !== 0) throw new Error(`exit code ${code}:\n${text}\n${stdout}${stderr}`)
  if (output !== undefined && !shows(stdout, mine(output)))
    throw new Error(`expected of\n${text}\n${mine(output)}\nbut it printed\n${stdout}`)
  const left = (await readFile(state, 'utf8')).split('\0').filter((line) => line.includes('='))
  await rm(state)
  return Object.fromEntries(
    left.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
}

/** Starts a command of a second terminal, and resolves when it has printed what the page shows, with a function that ends it. */
function startInBackground(
  { text, output = '' }: CommandStep,
  mine: (text: string) => string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', `exec ${text.trim()}`], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let printed = ''
    const read = (data: Buffer) => {
      printed += data.toString()
      if (shows(printed, mine(output))) resolve(() => child.kill())
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('error', reject)
    child.on('exit', () => reject(new Error(`ended too early:\n${text}\n${printed}`)))
  })
}

/** `npm install` of a package that is not published yet, from what would be published. */
function installing(text: string, packages: Place['packages']): string {
  return text.replaceAll(/^npm install .*$/gm, (line) =>
    line.replaceAll(/@patchbay\/[\w-]+/g, (name) => packages(name).join(' ')),
  )
}

/** By which registry, proxy and certificates the caller installs. */
function npmSettings(): NodeJS.ProcessEnv {
  const caller = Object.entries(process.env).filter(([name]) =>
    /^(?:npm_config_|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_)/i.test(name),
  )
  const settings = { npm_config_audit: 'false', npm_config_fund: 'false', npm_config_prefer_offline: 'true' }
  return { ...Object.fromEntries(caller), ...settings }
}

/** A free port for each that the page names. */
async function freePorts(steps: readonly Step[]): Promise<ReadonlyMap<string, string>> {
  const named = steps.flatMap(({ text }) => text.match(/(?<=port: )\d{4}/g) ?? [])
  return new Map(await Promise.all(named.map(async (port) => [port, String(await freePort())] as const)))
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
