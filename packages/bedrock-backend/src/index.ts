export { bedrock } from './bedrock.ts'
export type { FoundCredentials, InspectCredentialsOptions } from './bedrock/inspect-credentials.ts'
export { inspectCredentials } from './inspect-credentials.ts'
export { listModels, type ListModelsOptions } from './list-models.ts'
export { openai } from './openai.ts'
export type { OpenAIClientLike, OpenAIOptions } from './openai.ts'
export type {
  AssumeRoleOptions,
  AwsCredentials,
  AwsCredentialsProvider,
  BedrockApi,
  BedrockOptions,
  BedrockRuntimeClientLike,
  EndpointParts,
  GuardrailOptions,
  ModelAlias,
  RemoteFileOptions,
} from './bedrock/options.ts'
