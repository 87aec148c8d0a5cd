import type { FoundCredentials, InspectCredentialsOptions } from './bedrock/inspect-credentials.ts'

/**
 * Finds the credentials that `bedrock()` would sign with, as it would find them. What does so is loaded when it is called: importing
 * this package loads no cryptography.
 *
 * @throws PatchbayRequestError where there are none (401), where no region is known, and where STS refuses them
 */
export async function inspectCredentials(options: InspectCredentialsOptions = {}): Promise<FoundCredentials> {
  const { inspectCredentials: inspect } = await import('./bedrock/inspect-credentials.ts')
  return inspect(options)
}
