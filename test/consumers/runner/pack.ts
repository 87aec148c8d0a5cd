import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const PACKAGES = resolve(import.meta.dirname, '../../../packages')

/** What is published: by package name, the tarball and the names of those of our packages that it depends on. */
export type Tarballs = ReadonlyMap<string, { readonly file: string; readonly needs: readonly string[] }>

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
}

/** Packs every package that is published, as it would be published, into `folder`. The packages must have been built. */
export function packAll(folder: string): Tarballs {
  const tarballs = new Map<string, { file: string; needs: readonly string[] }>()
  for (const name of readdirSync(PACKAGES)) {
    const source = join(PACKAGES, name)
    const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as Manifest
    if (manifest.private === true) continue
    const destination = join(folder, name)
    mkdirSync(destination, { recursive: true })
    execFileSync('npx', ['--yes', 'pnpm@12.21.0', 'pack', '--pack-destination', destination], {
      cwd: source,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const [file] = readdirSync(destination)
    if (file === undefined) throw new Error(`${manifest.name}: no tarball was packed`)
    const needs = Object.keys(manifest.dependencies ?? {}).filter((needed) => needed.startsWith('@patchbay/'))
    tarballs.set(manifest.name, { file: join(destination, file), needs })
  }
  return tarballs
}

/** The named packages and those that they need, as dependencies of a project: `{ name: 'file:...' }`. */
export function fileDependencies(tarballs: Tarballs, names: readonly string[]): Record<string, string> {
  const dependencies: Record<string, string> = {}
  const add = (name: string) => {
    const tarball = tarballs.get(name)
    if (tarball === undefined) throw new Error(`${name} is not among the packages that are published`)
    if (dependencies[name] !== undefined) return
    dependencies[name] = `file:${tarball.file}`
    for (const needed of tarball.needs) add(needed)
  }
  for (const name of names) add(name)
  return dependencies
}
