import { readEnvironment } from '@patchbay/core'

import type { AwsCredentials } from './options.ts'

/**
 * The credentials that stand in the environment, just as the first link of the AWS default chain finds them: asked
 * before that chain, since loading it costs more than all the rest of a first request. A named profile beats them there.
 */
export function environmentCredentials(): AwsCredentials | undefined {
  const accessKeyId = readEnvironment('AWS_ACCESS_KEY_ID')
  const secretAccessKey = readEnvironment('AWS_SECRET_ACCESS_KEY')
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined
  if (readEnvironment('AWS_PROFILE') !== undefined) return undefined
  const sessionToken = readEnvironment('AWS_SESSION_TOKEN')
  const expiry = readEnvironment('AWS_CREDENTIAL_EXPIRATION')
  return { accessKeyId, secretAccessKey, sessionToken, expiration: expiry ? new Date(expiry) : undefined }
}
