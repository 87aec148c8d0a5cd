export { bedrock } from './bedrock.ts'
export type {
  AssumeRoleOptions,
  AwsCredentials,
  AwsCredentialsProvider,
  BedrockApi,
  BedrockOptions,
  BedrockRuntimeClientLike,
  EndpointParts,
  ModelAlias,
  RemoteFileOptions,
} from './bedrock/options.ts'
