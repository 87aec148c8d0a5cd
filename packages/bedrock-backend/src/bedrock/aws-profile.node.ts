import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

import { readEnvironment } from '@patchbay/core'

import type { AwsProfile } from './aws-profile.ts'

/**
 * Reads a profile of the AWS configuration files by AWS's own loader, which takes longer to load than the files to read: so
 * they are looked at first. Files that are missing, or must not be read, say nothing.
 *
 * @param wanted a text that the files hold where they say what is asked for, e.g. `region`
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export async function readAwsProfile(name: string, wanted: string): Promise<AwsProfile> {
  const [config, credentials] = await Promise.all([
    readOrNothing('AWS_CONFIG_FILE', 'config'),
    readOrNothing('AWS_SHARED_CREDENTIALS_FILE', 'credentials'),
  ])
  if (![config, credentials].some((text) => text.includes(wanted)))
    return { settings: {}, services: undefined }
  const { loadSharedConfigFiles } = await import('@smithy/core/config')
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true })
  const settings = { ...credentialsFile[name], ...configFile[name] }
  const { services } = settings
  return {
    settings,
    services: services === undefined ? undefined : (configFile[`services.${services}`] ?? 'missing'),
  }
}

/** The file that the variable names, else the one in `~/.aws`. One that cannot be read, or must not be, is empty. */
async function readOrNothing(variable: string, file: string): Promise<string> {
  try {
    return await readFile(readEnvironment(variable) ?? join(homedir(), '.aws', file), 'utf8')
  } catch {
    return ''
  }
}
