// Builds what is published: packages/{sdk,translator,testing}/dist, from the sources of the whole workspace, from the declarations
// that tsc has written beside them, and from the page that `npm run build:playground` has built. See
// docs/decisions/2026-11-27-packages.md.
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { bundleCode } from './bundle/code.mjs'
import { bundleDeclarations } from './bundle/declarations.mjs'
import { PUBLISHED } from './bundle/workspace.mjs'

/** The packages that also have a build for browsers and workers. */
const ON_THE_WEB = new Set(['sdk'])

for (const name of PUBLISHED) {
  rmSync(join('packages', name, 'dist'), { recursive: true, force: true })
  await bundleCode(name, { format: 'esm' })
  await bundleCode(name, { format: 'cjs' })
  if (ON_THE_WEB.has(name)) await bundleCode(name, { format: 'esm', web: true })
  await bundleDeclarations(name)
}

// What `patchbay playground` serves.
cpSync(join('packages', 'playground', 'dist'), join('packages', 'sdk', 'dist', 'playground'), {
  recursive: true,
})
