// The workspace as the bundler sees it: what is published, and where each workspace package's files stand.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The packages that are published. The other workspace folders are private and bundled into these. */
export const PUBLISHED = ['sdk', 'translator', 'testing']

const SOURCE = '@patchbay/source'

export function readManifest(name) {
  return JSON.parse(readFileSync(join('packages', name, 'package.json'), 'utf8'))
}

/** `{ index: 'packages/sdk/src/index.ts' }`, as the package's exports name them. */
export function sourceEntriesOf(name) {
  return entriesOf(name, (source) => join('packages', name, source))
}

/** `{ index: '/.../packages/sdk/build/index.d.ts' }`: where tsc has put the same entries' declarations. */
export function declarationEntriesOf(name) {
  return entriesOf(name, (source) => declarationFile(name, source))
}

/**
 * The program of a package: the entry that its `bin` names, from the source of a workspace folder that imports the package itself.
 * https://docs.npmjs.com/cli/configuring-npm/package-json#bin
 */
export function programsOf(name) {
  return name === 'sdk' ? { [PROGRAM]: join('packages', PROGRAM, 'src/main.ts') } : {}
}

const PROGRAM = 'command-line'

function entriesOf(name, locate) {
  return Object.fromEntries(
    Object.entries(readManifest(name).exports).map(([subpath, target]) => [
      subpath === '.' ? 'index' : subpath.slice('./'.length),
      locate(target[SOURCE]),
    ]),
  )
}

function declarationFile(folder, source) {
  return join(
    process.cwd(),
    'packages',
    folder,
    source.replace(/^\.\/src\//, 'build/').replace(/\.ts$/, '.d.ts'),
  )
}

/** Whether an import leaves the workspace: such imports stay imports, unless they are bundled on purpose. */
export function isForeign(id) {
  return !/^(?:\.|\/|\0|#|@patchbay\/)/.test(id)
}

/** The declaration file that tsc has written for `@patchbay/core` or `@patchbay/translator/model-id`. */
export function declarationOf(id) {
  if (!id.startsWith('@patchbay/')) return undefined
  const [, name, subpath] = /^(@patchbay\/[a-z-]+)(?:\/(.+))?$/.exec(id) ?? []
  const folder = readdirSync('packages').find((candidate) => nameOf(candidate) === name)
  if (folder === undefined) return undefined
  const target = readManifest(folder).exports[subpath === undefined ? '.' : `./${subpath}`]
  return declarationFile(folder, target[SOURCE])
}

/** A package's name by its folder; `false` where the folder holds none, as one that has moved leaves behind. */
function nameOf(folder) {
  return existsSync(join('packages', folder, 'package.json')) && readManifest(folder).name
}
