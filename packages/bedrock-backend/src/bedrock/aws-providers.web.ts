import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'

/**
 * The AWS SDK's credential providers read files, start processes and ask metadata services: none of that is here.
 *
 * @throws RequestFailure 401 that names what to give instead
 */
export async function loadAwsProviders(): Promise<never> {
  throw new RequestFailure(
    'No AWS credentials for Amazon Bedrock: profiles, roles and the AWS default chain need Node.js, Bun or Deno. Give ' +
      'bedrock() `apiKey`, or `credentials` (an object or a function that gives one).',
    { status: 401, type: 'authentication_error', code: 'credentials_not_found' },
    DO_NOT_RETRY,
  )
}
