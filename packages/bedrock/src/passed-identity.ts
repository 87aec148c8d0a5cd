import type { ClientConfig } from './detect.ts'

/** How the SDK names a signature by AWS credentials. */
export const SIGV4 = 'aws.auth#sigv4'

/** How the SDK names a bearer token. */
export const BEARER = 'smithy.api#httpBearerAuth'

/**
 * Whether a client's credentials were passed to it in code, and are not those that the SDK finds in the environment, without asking
 * for any. The SDK marks what it was given: by a property of the provider that it keeps, in older versions by the feature that it
 * counts for the user agent. Where neither is found, the answer is no: nothing is sent then.
 */
export function hasCredentialsInCode({ credentials }: ClientConfig): boolean {
  if (typeof credentials !== 'function') return credentials !== undefined && credentials !== null
  if ('attributed' in credentials && credentials.attributed === true) return true
  return Function.prototype.toString.call(credentials).includes('CREDENTIALS_CODE')
}
