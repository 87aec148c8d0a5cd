import { readFile } from 'node:fs/promises'

/** The version of the `@patchbay/sdk` that this program belongs to: a package can be resolved by its own name from within. */
export async function readVersion(): Promise<string> {
  const manifest = new URL('../package.json', import.meta.resolve('@patchbay/sdk'))
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { readonly version: string }
  return version
}
