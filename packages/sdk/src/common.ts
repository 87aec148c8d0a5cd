/** What the entry points of single clients have in common: everything of the package but gateways and other clients. */
export {
  type AssumeRoleOptions,
  type AwsCredentials,
  type AwsCredentialsProvider,
  bedrock,
  type BedrockOptions,
  openai,
  type OpenAIOptions,
} from '@patchbay/bedrock-backend'
export * from './foundation.ts'
