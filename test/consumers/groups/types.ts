import { writeFile } from 'node:fs/promises'

import type { Check, Group, ProjectTemplate } from '../runner/check.ts'
import type { Project } from '../runner/project.ts'
import { tryCommand } from '../runner/run-command.ts'
import type { Workspace } from '../runner/workspace.ts'
import { writeExportsFile } from './exported-names.ts'

const compilers: ProjectTemplate = { folder: 'compilers' }

type Compiler = 'typescript-5.4' | 'typescript-5.9' | 'typescript-6' | 'typescript-7'
type Resolution = 'node16' | 'nodenext' | 'bundler' | 'node10'

const COMPILERS: readonly Compiler[] = ['typescript-7', 'typescript-5.4', 'typescript-5.9', 'typescript-6']
const RESOLUTIONS: readonly Resolution[] = ['node16', 'nodenext', 'bundler', 'node10']
const OPENAI_VERSIONS = ['4.104.0', '5.23.2', '6.49.0', '7.55.0', undefined] as const

/** The compiler options that each way to resolve modules comes with. */
const OPTIONS: Readonly<Record<Resolution, object>> = {
  node16: { module: 'node16', moduleResolution: 'node16', lib: ['ES2022'] },
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext', lib: ['ES2022'] },
  bundler: { module: 'esnext', moduleResolution: 'bundler', lib: ['ES2022', 'DOM', 'DOM.Iterable'] },
  node10: { module: 'commonjs', moduleResolution: 'node10', lib: ['ES2022'], esModuleInterop: true },
}

/** The other SDKs, for one project that has them all. */
const CLIENTS = {
  '@anthropic-ai/sdk': '1.14.0',
  '@aws-sdk/client-bedrock-runtime': '3.1162.0',
  '@langchain/core': '1.2.13',
  '@langchain/openai': '1.6.0',
}

/** Our declarations under `strict`, `exactOptionalPropertyTypes` and `skipLibCheck: false`, each entry point with every name. */
export const types: Group = {
  name: 'types',
  checks: (all) => [
    ...OPENAI_VERSIONS.flatMap((version) => {
      const project = projectWith(version)
      const combinations = COMPILERS.flatMap((compiler) =>
        RESOLUTIONS.map((resolution) => ({ compiler, resolution })),
      )
      return combinations
        .filter(({ compiler, resolution }) => isOffered(compiler, resolution))
        .filter(({ compiler, resolution }) => all || isInDefault(compiler, resolution, version))
        .flatMap(({ compiler, resolution }) => checksOf(project, version, compiler, resolution, all))
    }),
    otherClients('typescript-7'),
    ...(all ? [otherClients('typescript-5.9')] : []),
  ],
}

function projectWith(version: string | undefined): ProjectTemplate {
  const dependencies = version === undefined ? {} : { openai: version }
  return { folder: 'types', variant: `-openai-${version ?? 'none'}`, dependencies }
}

/** TypeScript 7 has node10 no more. */
function isOffered(compiler: Compiler, resolution: Resolution): boolean {
  return !(compiler === 'typescript-7' && resolution === 'node10')
}

/** The fast compiler everywhere; the oldest one everywhere, too; those between where a difference is most likely. */
function isInDefault(compiler: Compiler, resolution: Resolution, version: string | undefined): boolean {
  if (compiler === 'typescript-7' || compiler === 'typescript-5.4') return true
  return version === '7.55.0' && (resolution === 'nodenext' || resolution === 'node10')
}

function checksOf(
  project: ProjectTemplate,
  version: string | undefined,
  compiler: Compiler,
  resolution: Resolution,
  all: boolean,
): Check[] {
  const modules = resolution === 'node16' || resolution === 'nodenext' ? ['commonjs.cts'] : []
  const plain = ['exports.ts', 'routes.ts', ...modules]
  const label = `${resolution}, openai ${version ?? 'none'}`
  const base = { project, tool: 'TypeScript', version: versionOf(compiler) }
  if (version === undefined)
    return [{ ...base, name: label, run: (...at) => compile(compiler, resolution, plain, ...at) }]
  const compiled: Check = {
    ...base,
    name: label,
    run: (...at) => compile(compiler, resolution, [...plain, 'client.ts'], ...at),
  }
  const extended: Check = {
    ...base,
    name: `${label}, extensions`,
    run: (...at) => compile(compiler, resolution, ['extensions.ts'], ...at),
  }
  return all || compiler === 'typescript-7' || resolution === 'node10' ? [compiled, extended] : [compiled]
}

function otherClients(compiler: Compiler): Check {
  return {
    project: { folder: 'types', variant: '-clients', dependencies: CLIENTS },
    tool: 'TypeScript',
    name: 'nodenext, Anthropic, AWS SDK, LangChain',
    version: versionOf(compiler),
    run: (...at) => compile(compiler, 'nodenext', ['clients.ts'], ...at),
  }
}

function versionOf(compiler: Compiler): Check['version'] {
  return async (_project, workspace) => (await workspace.project(compilers)).versionOf(compiler)
}

/** Compiles the files; errors in declarations of others count only if a project without our packages does not have them. */
async function compile(
  compiler: Compiler,
  resolution: Resolution,
  files: readonly string[],
  project: Project,
  workspace: Workspace,
): Promise<void> {
  if (files.includes('exports.ts')) await writeExportsFile(project, await workspace.project(compilers))
  const errors = await errorsOf(compiler, resolution, files, project, workspace)
  const ours = errors.filter((error) => !isForeign(error))
  if (ours.length > 0) throw new Error(errors.join('\n'))
  if (errors.length === 0) return
  const control = files.includes('clients.ts') ? 'control-clients.ts' : 'control.ts'
  const known = new Set(await errorsOf(compiler, resolution, [control], project, workspace))
  const news = errors.filter((error) => !known.has(error))
  if (news.length > 0) throw new Error(`not without our packages:\n${news.join('\n')}`)
}

/** Whether an error is reported in a file of another package. */
function isForeign(error: string): boolean {
  return error.startsWith('node_modules/') && !error.startsWith('node_modules/@patchbay/')
}

async function errorsOf(
  compiler: Compiler,
  resolution: Resolution,
  files: readonly string[],
  project: Project,
  workspace: Workspace,
): Promise<string[]> {
  const config = `tsconfig.${compiler}.${resolution}.json`
  await writeFile(project.path(config), JSON.stringify(configOf(compiler, resolution, files)))
  const tsc = (await workspace.project(compilers)).path('node_modules', compiler, 'bin/tsc')
  const args = [tsc, '--project', config, '--pretty', 'false']
  const { code, stdout, stderr } = await tryCommand(process.execPath, args, { cwd: project.folder })
  if (code === 0) return []
  // An error is a line, and the lines below it that are indented.
  const errors = `${stdout}${stderr}`.split(/\n(?=\S)/).filter((error) => error.trim() !== '')
  return errors.length > 0 ? errors : [`tsc ended with exit code ${code}`]
}

function configOf(compiler: Compiler, resolution: Resolution, files: readonly string[]): object {
  const isDeprecated = compiler === 'typescript-6' && resolution === 'node10'
  return {
    compilerOptions: {
      target: 'ES2022',
      ...OPTIONS[resolution],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
      types: ['node'],
      ...(isDeprecated && { ignoreDeprecations: '6.0' }),
    },
    files,
  }
}
