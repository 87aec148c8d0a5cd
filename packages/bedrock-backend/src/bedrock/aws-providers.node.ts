import type { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers'

import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'

/** What is used of them. */
interface AwsProviders {
  readonly fromNodeProviderChain: typeof fromNodeProviderChain
  readonly fromTemporaryCredentials: typeof fromTemporaryCredentials
}

/**
 * The AWS SDK's credential providers: the default chain, profiles, roles. Loaded when their turn comes, which they never
 * get beside an `apiKey` or with given credentials.
 *
 * @throws RequestFailure 401 where the package is not installed
 */
export async function loadAwsProviders(): Promise<AwsProviders> {
  try {
    return await import('@aws-sdk/credential-providers')
  } catch (cause) {
    const failure = new RequestFailure(
      'No AWS credentials for Amazon Bedrock: the package @aws-sdk/credential-providers, which finds them, cannot be ' +
        'loaded. Install it, or give bedrock() `apiKey` or `credentials`.',
      { status: 401, type: 'authentication_error', code: 'credentials_not_found' },
      DO_NOT_RETRY,
    )
    failure.cause = cause
    throw failure
  }
}
