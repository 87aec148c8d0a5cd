// What @patchbay/sdk adds to an application, in kB after minifying and gzip, measured on bundles of small applications. Fails
// where a limit is passed. `npm run bench` prints the table as well.
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { rolldown } from 'rolldown'

import { chunksByFile, filesAtStart, filesLoadedBy, gzippedSize } from './sizes/bundle-files.mjs'

const SDK = join(process.cwd(), 'packages/sdk')
/**
 * `of` is what counts: what starts with the application, or what two chats have loaded, on Bedrock or through a gateway. Limits in kB, a little above what was
 * measured last: they hold what there is. The aim for a chat on Bedrock is 60.
 */
const APPLICATIONS = [
  {
    name: '`createFetch(gateway())` of `@patchbay/sdk/gateways`, at the start',
    code: "import { createFetch, gateway } from '@patchbay/sdk/gateways'\nexport default createFetch(gateway({ baseURL: 'https://gateway.example/v1' }))",
    of: 'start',
    limit: 19.2,
  },
  {
    name: 'everything of `@patchbay/sdk/gateways`, at the start',
    code: "export * from '@patchbay/sdk/gateways'",
    of: 'start',
    limit: 26.9,
  },
  {
    name: '`register` and `gateway()` of `@patchbay/sdk`, at the start',
    code: "export { gateway, register } from '@patchbay/sdk'",
    of: 'start',
    limit: 38.2,
  },
  {
    name: '`register` and `gateway()` of `@patchbay/sdk/openai` and `/gateways`, at the start',
    code: "export { register } from '@patchbay/sdk/openai'\nexport { gateway } from '@patchbay/sdk/gateways'",
    of: 'start',
    limit: 30.7,
  },
  {
    name: '`register` and `gateway()` of `@patchbay/sdk/openai` and `/gateways`, loaded by a plain and a streamed chat',
    code: "export { register } from '@patchbay/sdk/openai'\nexport { gateway } from '@patchbay/sdk/gateways'",
    of: 'gateway',
    limit: 45,
  },
  {
    name: '`register` and `bedrock()` of `@patchbay/sdk`, loaded by a plain and a streamed chat',
    code: "export { bedrock, register } from '@patchbay/sdk'",
    of: 'chat',
    limit: 100.2,
  },
  {
    name: '`register` and `bedrock()` of `@patchbay/sdk/openai`, loaded by a plain and a streamed chat',
    code: "export { bedrock, register } from '@patchbay/sdk/openai'",
    of: 'chat',
    limit: 92.5,
  },
]

let failed = 0
console.log(
  '\nSize of the own code in an application, minified, kB after gzip\n\n| application | kB | limit |\n|---|---|---|',
)
for (const application of APPLICATIONS) {
  const size = await measure(application)
  if (size > application.limit) failed += 1
  console.log(`| ${application.name} | ${size.toFixed(1)} | ${application.limit} |`)
}
if (failed > 0) {
  console.error(`${failed} of ${APPLICATIONS.length} applications are larger than their limit`)
  process.exit(1)
}

async function measure({ code, of }) {
  const folder = mkdtempSync(join(SDK, 'build/size-'))
  try {
    const chunks = await bundle(code, folder)
    const files = of === 'start' ? filesAtStart(chunks) : filesLoadedBy('scripts/sizes/chat.mjs', folder, of)
    return gzippedSize(chunks, files) / 1000
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Resolves with the bundle's chunks by file. SDKs and AWS's packages are the application's own, and do not count. */
async function bundle(code, dir) {
  const build = await rolldown({
    input: { app: 'app' },
    external: (id) => /^(?:node:|openai|@aws-sdk\/|@smithy\/|js-tiktoken)/.test(id),
    platform: 'node',
    plugins: [
      {
        name: 'application',
        resolveId: (id) => (id === 'app' ? id : distOf(id)),
        load: (id) => (id === 'app' ? code : undefined),
      },
    ],
  })
  const { output } = await build.write({
    dir,
    format: 'esm',
    minify: true,
    chunkFileNames: 'chunks/[name]-[hash].js',
  })
  await build.close()
  return chunksByFile(output)
}

/** The published file of `@patchbay/sdk` or one of its subpaths. */
function distOf(id) {
  const [, subpath = '/index'] = /^@patchbay\/sdk(\/.+)?$/.exec(id) ?? [undefined, undefined]
  return id.startsWith('@patchbay/sdk')
    ? { id: join(SDK, `dist${subpath}.js`), moduleSideEffects: false }
    : undefined
}
