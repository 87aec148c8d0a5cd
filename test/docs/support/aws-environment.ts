import type { BedrockServer } from '@patchbay/testing'

/** The environment of an application with an AWS account, whose Bedrock is the strict one; nothing of this machine's account. */
export function awsEnvironment({
  region,
  credentials,
  url,
  mantleUrl,
}: BedrockServer): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url,
    AWS_ENDPOINT_URL_BEDROCK: url,
    AWS_ENDPOINT_URL_BEDROCK_MANTLE: new URL(mantleUrl).origin,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  }
}
