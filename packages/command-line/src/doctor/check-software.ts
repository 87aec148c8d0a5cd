import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { readManifest } from '../manifest.ts'
import { type CheckResult, failed, ok, skipped, warning } from './check.ts'
import type { Machine } from './machine.ts'
import { isInRange } from './version-range.ts'

/** Node's own version. */
export async function checkNode({ nodeVersion }: Machine): Promise<CheckResult> {
  const { engines } = await readManifest()
  if (isInRange(nodeVersion, engines.node)) return ok(`Node ${nodeVersion}`)
  return failed(`Node ${nodeVersion} is too old`, `Install Node ${engines.node}: https://nodejs.org`)
}

/** Packages that are found beside SDKs, and are none that a client comes from. */
const BESIDE = new Set(['js-tiktoken', '@aws-sdk/client-bedrock', '@opentelemetry/api'])

/** The SDKs that the project has, against the versions that are served. */
export async function checkPackages({ folder }: Machine): Promise<CheckResult> {
  const { version: own, peerDependencies } = await readManifest()
  const found: string[] = []
  const wrong: string[] = []
  for (const [name, range] of Object.entries(peerDependencies)) {
    const version = BESIDE.has(name) ? undefined : await findVersion(name, folder)
    if (version === undefined) continue
    found.push(`${name} ${version}`)
    if (!isInRange(version, range)) wrong.push(`${name} ${version} (served: ${range})`)
  }
  const sdk = `@patchbay/sdk ${own}`
  if (wrong.length > 0)
    return warning(
      `${sdk} does not serve ${wrong.join(', ')}`,
      'Clients of these versions may not be recognised, or fail: install a version that is served.',
    )
  if (found.length === 0) return skipped(`${sdk}; this project has no SDK that it registers`)
  return ok([sdk, ...found].join(', '))
}

/** As Node looks for a package from a folder. Not resolved: a package need not export its manifest. */
async function findVersion(name: string, folder: string): Promise<string | undefined> {
  for (let place = folder; ; place = dirname(place)) {
    const manifest = join(place, 'node_modules', name, 'package.json')
    const text = await readFile(manifest, 'utf8').catch(() => undefined)
    if (text !== undefined) return (JSON.parse(text) as { readonly version?: string }).version
    if (dirname(place) === place) return undefined
  }
}
