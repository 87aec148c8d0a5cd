import { mkdtemp } from 'node:fs/promises'
import { join, resolve } from 'node:path'

import type { Check, Group } from '../runner/check.ts'
import { follow } from '../runner/follow-page.ts'
import { readSteps } from '../runner/page-steps.ts'

const PAGE = resolve(import.meta.dirname, '../../../docs/getting-started.md')

const PATHS = [
  'I have an OpenAI app and an AWS account',
  'I have a Bedrock app and an OpenAI-compatible server',
] as const

/** The two paths of docs/getting-started.md: every command and file of the page, in an empty folder. */
export const gettingStarted: Group = {
  name: 'getting started',
  checks: () => PATHS.map(check),
}

function check(path: string, index: number): Check {
  return {
    // Any project will do: the path makes its own. Of its own name, so that both run beside each other.
    project: { folder: 'servers', variant: `-${index}` },
    tool: 'docs/getting-started',
    name: path,
    version: (installed) => installed.versionOf('@patchbay/testing'),
    async run(_installed, workspace) {
      const folder = await mkdtemp(join(workspace.root, 'newcomer-'))
      await follow(await readSteps(PAGE, path), {
        folder,
        packages: (name) => workspace.tarballsOf(name),
      })
    },
  }
}
