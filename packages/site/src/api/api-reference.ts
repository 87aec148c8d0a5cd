import { glob, mkdir, readFile, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

import {
  Application,
  type DeclarationReflection,
  type ProjectReflection,
  ReflectionKind,
  type TypeDocOptions,
} from 'typedoc'
import type { PluginOptions } from 'typedoc-plugin-markdown'

import { type Page, readPage } from '../pages/page.ts'
import { ROOT, toRepositoryURL } from '../repository.ts'

/** The packages whose docstrings are printed, with their entry points by the names that applications import. */
const ENTRY_POINTS: Readonly<Record<string, string>> = {
  '@patchbay/sdk': 'packages/sdk/src/index.ts',
  '@patchbay/sdk/openai': 'packages/sdk/src/openai.ts',
  '@patchbay/sdk/anthropic': 'packages/sdk/src/anthropic.ts',
  '@patchbay/sdk/langchain': 'packages/sdk/src/langchain.ts',
  '@patchbay/sdk/bedrock': 'packages/sdk/src/bedrock.ts',
  '@patchbay/sdk/gateways': 'packages/sdk/src/gateways.ts',
  '@patchbay/sdk/extensions': 'packages/sdk/src/extensions.ts',
  '@patchbay/sdk/opentelemetry': 'packages/sdk/src/opentelemetry.ts',
  '@patchbay/translator': 'packages/translator/src/index.ts',
  '@patchbay/translator/model-id': 'packages/translator/src/model-facts/model-id.ts',
  '@patchbay/translator/model-names': 'packages/translator/src/model-facts/model-names.ts',
  '@patchbay/testing': 'packages/testing/src/index.ts',
  '@patchbay/testing/msw': 'packages/testing/src/msw.ts',
}

/** Where TypeDoc writes, and where its pages link to one another. */
const FOLDER = fileURLToPath(new URL('../../build/api/', import.meta.url))

/** The option of typedoc-plugin-missing-exports that is used: its package declares none. */
interface MissingExportsOptions {
  /** Types that are referenced but not exported stand among the others of their module. */
  readonly placeInternalsInOwningModule: boolean
}

const OPTIONS: TypeDocOptions & Partial<PluginOptions> & MissingExportsOptions = {
  name: 'API reference',
  plugin: ['typedoc-plugin-markdown', 'typedoc-plugin-missing-exports'],
  placeInternalsInOwningModule: true,
  outputFileStrategy: 'modules',
  tsconfig: fileURLToPath(new URL('../../tsconfig.typedoc.json', import.meta.url)),
  // The repository's own compiler checks the types.
  skipErrorChecking: true,
  entryPoints: Object.values(ENTRY_POINTS).map((file) => ROOT + file),
  basePath: ROOT,
  readme: 'none',
  excludeExternals: true,
  excludeInternal: true,
  excludePrivate: true,
  disableGit: true,
  sourceLinkTemplate: toRepositoryURL('packages/{path}#L{line}'),
  validation: { invalidLink: true, notDocumented: true, notExported: true, rewrittenLink: true },
  packagesRequiringDocumentation: [
    'anthropic',
    'bedrock',
    'bedrock-backend',
    'core',
    'langchain',
    'openai',
    'sdk',
    'testing',
    'translator',
  ].map((name) => `@patchbay/${name}`),
  requiredToBeDocumented: ['Class', 'Enum', 'Function', 'Interface', 'Method', 'TypeAlias', 'Variable'],
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
  indexFormat: 'table',
  groupOrder: ['Functions', 'Classes', '*'],
}

/** The API reference, and what is wrong with the docstrings that it is written from. */
export interface ApiReference {
  readonly pages: readonly Page[]
  /** Exported things without documentation, links in docstrings that lead nowhere: none is the aim. */
  readonly problems: readonly string[]
}

/** Writes the API reference from the docstrings of the public entry points. */
export async function createApiReference(): Promise<ApiReference> {
  await rm(FOLDER, { recursive: true, force: true })
  await mkdir(FOLDER, { recursive: true })
  const app = await Application.bootstrapWithPlugins(OPTIONS)
  const problems: string[] = []
  for (const level of ['warn', 'error'] as const)
    app.logger[level] = (message: string) => void problems.push(message)
  const project = await app.convert()
  if (project === undefined) throw new Error(`TypeDoc reads no docstrings:\n${problems.join('\n')}`)
  nameModules(project)
  app.validate(project)
  await app.outputs.writeOutput({ name: 'markdown', path: FOLDER }, project)
  const pages: Page[] = []
  for await (const file of glob('**/*.md', { cwd: FOLDER }))
    pages.push(readApiPage(file, await readFile(FOLDER + file, 'utf8')))
  return { pages: pages.toSorted((one, other) => (one.slug < other.slug ? -1 : 1)), problems }
}

/** Modules are called by what applications import. */
function nameModules(project: ProjectReflection): void {
  for (const module of project.getReflectionsByKind(ReflectionKind.Module) as DeclarationReflection[]) {
    const file = module.sources?.[0]?.fullFileName
    const name = Object.keys(ENTRY_POINTS).find((one) => ROOT + ENTRY_POINTS[one] === file)
    if (name === undefined) throw new Error(`TypeDoc reads a module that is no entry point: ${file}`)
    module.name = name
  }
}

function readApiPage(file: string, text: string): Page {
  // TypeDoc numbers files whose names it has given before to something else.
  const path = file.replace('@patchbay/', '').replace(/(?:-\d+)?\.md$/, '')
  const slug = path === 'README' ? 'api' : `api/${path}`
  return readPage({ source: `api/${file}`, slug, generated: true }, text)
}
