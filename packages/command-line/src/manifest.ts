import { readFile } from 'node:fs/promises'

/** What is read of the manifest of `@patchbay/sdk`. */
export interface Manifest {
  readonly version: string
  readonly engines: { readonly node: string }
  readonly peerDependencies: Readonly<Record<string, string>>
}

/** The manifest of the `@patchbay/sdk` that this program belongs to: a package can be resolved by its own name from within. */
export async function readManifest(): Promise<Manifest> {
  const file = new URL('../package.json', import.meta.resolve('@patchbay/sdk'))
  return JSON.parse(await readFile(file, 'utf8')) as Manifest
}
