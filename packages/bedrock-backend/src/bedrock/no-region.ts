import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'

/** The refusal of a request for which nothing names a region. */
export function noRegion(): RequestFailure {
  return new RequestFailure(
    'No AWS region for Amazon Bedrock: give bedrock() `region`, or set AWS_REGION, or a region in the AWS profile.',
    { status: 400, code: 'region_not_found' },
    DO_NOT_RETRY,
  )
}
