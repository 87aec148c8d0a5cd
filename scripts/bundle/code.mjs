// Bundles a package's entry points from source: as ES modules, as CommonJS, and without Node's own modules for browsers and
// workers. One file holds what an import needs at once, others what is loaded lazily: importing a package costs as many
// files as Node has to find, read and compile, and an application pays for that at every cold start (bench/cold-start.ts
// prints it). Within one build every module exists once, whichever entry points are imported.
import { join } from 'node:path'

import { rolldown } from 'rolldown'

import { isForeign, programsOf, sourceEntriesOf } from './workspace.mjs'
import { isAbsentOnTheWeb, withoutNode } from './without-node.mjs'

const SOURCE = '@patchbay/source'
/** Foreign code that is copied in: it has no CommonJS build, and is small. */
const COPIED = /^eventsource-parser(?:\/|$)/

/**
 * What an import loads at once, in few files: what all clients share, and a file for each kind of client. A group takes what
 * it depends on along, unless an earlier one has it. What few applications start with stands apart, policies, the failures of
 * Anthropic's clients, `debugLog` and answers of which the text is kept: an application's bundler puts what is loaded lazily of a file with what it starts with.
 */
const GROUPS = [
  {
    name: 'core',
    folders: ['core'],
    without:
      /\/core\/src\/(?:policies\/|errors\/anthropic-error|hooks\/(?:debug-log|describe-event)\.|text-response\.)/,
  },
  { name: 'anthropic-failures', folders: ['core/src/errors'] },
  { name: 'debug-log', folders: ['core/src/hooks'] },
  { name: 'policies', folders: ['core/src/policies'] },
  { name: 'text-response', folders: ['core'] },
  { name: 'local-routes', folders: ['bedrock-backend', 'translator'] },
  { name: 'openai', folders: ['openai'] },
  { name: 'langchain', folders: ['langchain'] },
  { name: 'anthropic', folders: ['anthropic'] },
  { name: 'bedrock', folders: ['bedrock'] },
]

/** What a chat on Amazon Bedrock loads lazily. */
const CHAT = ['/src/backend/backend.ts', '/src/endpoints/chat-completions.ts', '/src/transport/node-http.ts']

/** What a request through a gateway loads lazily. */
const GATEWAY = ['/gateways/serve-gateway.ts', '/transport/direct-fetch-over-http.ts']

const MINIFY = {
  compress: true,
  mangle: { toplevel: true, keepNames: { function: false, class: true } },
  codegen: true,
}

/**
 * @param name the folder of a published package
 * @param options `format` is `esm` or `cjs`; `web` leaves Node's modules and AWS's credential providers out
 */
export async function bundleCode(name, { format, web = false }) {
  // Only Node runs a program, and it runs one build.
  const programs = format === 'esm' && !web ? programsOf(name) : {}
  const bundle = await rolldown({
    input: { ...sourceEntriesOf(name), ...programs },
    external: (id) => isForeign(id) && !COPIED.test(id) && !(web && isAbsentOnTheWeb(id)),
    // Chooses between `*.node.ts` and `*.web.ts`, by the packages' `imports`.
    resolve: { conditionNames: [SOURCE, ...(web ? [] : ['node']), 'import', 'default'] },
    platform: web ? 'browser' : 'node',
    treeshake: { moduleSideEffects: false },
    tsconfig: false,
    // A file that is loaded lazily here and at once there is no mistake.
    checks: { pluginTimings: false, ineffectiveDynamicImport: false },
    plugins: [...(web ? [withoutNode()] : []), ...(format === 'cjs' ? [requireLazily()] : [])],
  })
  const { output } = await bundle.generate({ format: 'esm' })
  const eager = eagerModules(output, Object.keys(programs))
  const chat = chatModules(output)
  const gateway = gatewayModules(output)
  const extension = format === 'cjs' ? 'cjs' : 'js'
  await bundle.write({
    dir: join('packages', name, 'dist', web ? 'web' : ''),
    format,
    exports: 'named',
    // The other builds are copies of the same code: their maps would double what is installed.
    sourcemap: format === 'esm' && !web,
    comments: false,
    minify: MINIFY,
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `chunks/[name]-[hash].${extension}`,
    codeSplitting: {
      groups: [
        ...GROUPS.map(({ name: group, folders, without }) => ({
          name: group,
          test: (id) =>
            eager.has(id) &&
            folders.some((folder) => id.includes(`/packages/${folder}/`)) &&
            without?.test(id) !== true,
        })),
        { name: 'requests', test: (id) => chat.has(id) && gateway.has(id) && !eager.has(id) },
        { name: 'bedrock-chat', test: (id) => chat.has(id) && !eager.has(id) },
      ],
    },
  })
  await bundle.close()
}

/** The modules that importing an entry point with clients or routes loads at once. */
function eagerModules(chunks, programs) {
  const others = ['extensions', 'opentelemetry', ...programs]
  return modulesOf(chunks, (chunk) => chunk.isEntry && !others.includes(chunk.name))
}

/** The modules that a chat on Amazon Bedrock loads beyond those: one file, for they are always loaded together. */
function chatModules(chunks) {
  return modulesOf(chunks, ({ facadeModuleId }) => CHAT.some((file) => facadeModuleId?.endsWith(file)))
}

/** The modules that a request through a gateway loads: those that a chat on Bedrock loads as well stand in a file of their own. */
function gatewayModules(chunks) {
  return modulesOf(chunks, ({ facadeModuleId }) => GATEWAY.some((file) => facadeModuleId?.endsWith(file)))
}

/** What the chunks that `isWanted` picks consist of, with everything that they import. */
function modulesOf(chunks, isWanted) {
  const byFile = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const seen = new Set()
  const modules = new Set()
  const visit = (chunk) => {
    if (seen.has(chunk)) return
    seen.add(chunk)
    for (const id of chunk.moduleIds ?? []) modules.add(id)
    for (const file of chunk.imports ?? []) if (byFile.has(file)) visit(byFile.get(file))
  }
  for (const chunk of chunks) if (isWanted(chunk)) visit(chunk)
  return modules
}

/**
 * Optional packages are loaded by `import()`, which Jest's default environment does not have in CommonJS: there it becomes
 * `require`. Every such call stands in an async function, so that a failure is a rejection in both builds.
 */
function requireLazily() {
  return {
    name: 'require-lazily',
    renderChunk: (code) => ({
      code: code.replaceAll(/\bimport\((["'`])([^."'`][^"'`]*)\1\)/g, 'require($1$2$1)'),
      map: null,
    }),
  }
}
