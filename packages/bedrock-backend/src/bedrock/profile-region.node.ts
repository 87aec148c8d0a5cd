import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

import { readEnvironment } from '@patchbay/core'

/**
 * The region of a profile in the AWS configuration files; `undefined` where there is none, or no file at all.
 *
 * @param profile default: AWS_PROFILE, else `default`
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html
 */
export async function readProfileRegion(profile: string | undefined): Promise<string | undefined> {
  const name = profile ?? readEnvironment('AWS_PROFILE') ?? 'default'
  const config = await readOrNothing('AWS_CONFIG_FILE', 'config')
  const region = regionIn(config, name === 'default' ? ['default', 'profile default'] : [`profile ${name}`])
  if (region !== undefined) return region
  return regionIn(await readOrNothing('AWS_SHARED_CREDENTIALS_FILE', 'credentials'), [name])
}

/** The file that the variable names, else the one in `~/.aws`. One that cannot be read, or must not be, is empty. */
async function readOrNothing(variable: string, file: string): Promise<string> {
  try {
    return await readFile(readEnvironment(variable) ?? join(homedir(), '.aws', file), 'utf8')
  } catch {
    return ''
  }
}

/** The `region` of the first of `sections` that is there. Nested settings are indented, and stand for something else. */
function regionIn(config: string, sections: readonly string[]): string | undefined {
  let inside = false
  for (const line of config.split(/\r?\n/)) {
    const heading = /^\s*\[\s*([^\]]+?)\s*\]/.exec(line)
    if (heading !== null)
      inside = sections.includes((heading[1] as string).replaceAll(/["']/g, '').replaceAll(/\s+/g, ' '))
    const setting = inside ? /^region\s*=\s*([a-z0-9-]+)/.exec(line) : null
    if (setting !== null) return setting[1]
  }
  return undefined
}
