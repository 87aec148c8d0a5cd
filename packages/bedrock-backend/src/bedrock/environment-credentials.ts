import type { AwsCredentials } from './options.ts'

/**
 * The credentials that stand in the environment, just as the first link of the AWS default chain finds them: asked
 * before that chain, since loading it costs more than all the rest of a first request. A named profile beats them there.
 */
export function environmentCredentials(env: NodeJS.ProcessEnv = process.env): AwsCredentials | undefined {
  const accessKeyId = env['AWS_ACCESS_KEY_ID']
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY']
  if (!accessKeyId || !secretAccessKey || env['AWS_PROFILE']) return undefined
  const sessionToken = env['AWS_SESSION_TOKEN'] || undefined
  const expiry = env['AWS_CREDENTIAL_EXPIRATION']
  return { accessKeyId, secretAccessKey, sessionToken, expiration: expiry ? new Date(expiry) : undefined }
}
