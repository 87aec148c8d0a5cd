import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

import type { ProjectTemplate } from './check.ts'
import { fileDependencies, type Tarballs } from './pack.ts'
import { type CommandOptions, type CommandResult, runCommand } from './run-command.ts'

const TEMPLATES = join(import.meta.dirname, '../projects')

interface Manifest {
  dependencies?: Record<string, string>
  readonly scripts?: Readonly<Record<string, string>>
}

/** A project outside of the workspace with everything installed, the packed packages among it. */
export class Project {
  readonly folder: string

  constructor(folder: string) {
    this.folder = folder
  }

  path(...parts: readonly string[]): string {
    return join(this.folder, ...parts)
  }

  /** The version of an installed package. */
  async versionOf(name: string): Promise<string> {
    const manifest = JSON.parse(await readFile(this.path('node_modules', name, 'package.json'), 'utf8')) as {
      version: string
    }
    return manifest.version
  }

  has(name: string): boolean {
    return existsSync(this.path('node_modules', name))
  }

  /** Runs a script of the project's package.json, as `npm run` would, without npm's own half second. */
  async script(name: string, env: Readonly<Record<string, string>> = {}): Promise<CommandResult> {
    const manifest = JSON.parse(await readFile(this.path('package.json'), 'utf8')) as Manifest
    const line = manifest.scripts?.[name]
    if (line === undefined) throw new Error(`no script ${name} in ${this.folder}`)
    return this.run('sh', ['-c', line], { env })
  }

  /** Runs a program in the project's folder, its own tools first on the PATH. Rejects on any other exit code than 0. */
  run(
    command: string,
    args: readonly string[],
    options: Partial<CommandOptions> = {},
  ): Promise<CommandResult> {
    const path = [this.path('node_modules/.bin'), process.env['PATH']].join(delimiter)
    return runCommand(command, args, { cwd: this.folder, ...options, env: { PATH: path, ...options.env } })
  }
}

/** Copies a template to a folder of its own, puts the tarballs among its dependencies, and installs it as a user would. */
export async function installProject(
  template: ProjectTemplate,
  root: string,
  tarballs: Tarballs,
): Promise<Project> {
  const folder = await mkdtemp(join(root, `${template.folder}${template.variant ?? ''}-`))
  await cp(join(TEMPLATES, template.folder), folder, { recursive: true })
  const file = join(folder, 'package.json')
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Manifest
  const wanted = { ...manifest.dependencies, ...template.dependencies }
  const ours = Object.keys(wanted).filter((name) => name.startsWith('@patchbay/'))
  manifest.dependencies = { ...wanted, ...fileDependencies(tarballs, ours) }
  await writeFile(file, JSON.stringify(manifest, null, 2))
  // No install scripts: every tool here works as it was unpacked.
  const flags = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', '--loglevel=error']
  // The caller's whole environment: it may say by which proxy or registry packages come.
  await runCommand('npm', ['install', ...flags], { cwd: folder, env: process.env })
  return new Project(folder)
}
