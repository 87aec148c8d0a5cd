import type { TestCredentials } from './authenticate.ts'
import type { FoundationModel, InferenceProfile } from './control-plane.ts'

/** How a strict Bedrock is set up, whatever delivers its requests. Everything has a default. */
export interface BedrockServiceOptions {
  /** The region that `region` names and that is in ARNs. Default `us-east-1`. */
  readonly region?: string
  /** Key pairs that are accepted. Default: `TEST_CREDENTIALS`. */
  readonly credentials?: TestCredentials | readonly TestCredentials[]
  /** Bedrock API keys that are accepted as bearer tokens. Default: `TEST_BEARER_TOKEN`. */
  readonly bearerToken?: string | readonly string[]
  /** `'none'` accepts every request and checks no signature. Default `'required'`. */
  readonly auth?: 'required' | 'none'
  /** The server's clock, for signatures and the `Date` of answers; asked for each. Default: the machine's. */
  readonly now?: () => Date
  /** The foundation models that the control plane lists; `setModels` replaces them later. */
  readonly foundationModels?: readonly FoundationModel[]
  /** The inference profiles that the control plane lists; `setModels` replaces them later. */
  readonly inferenceProfiles?: readonly InferenceProfile[]
}

/** How the server is set up. Everything has a default. */
export interface BedrockServerOptions extends BedrockServiceOptions {
  /** Port on 127.0.0.1. Default: a free one. */
  readonly port?: number
}

/** The key pair that the server accepts by default. It is valid nowhere else. */
export const TEST_CREDENTIALS: TestCredentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

/** The bearer token that the server accepts by default. */
export const TEST_BEARER_TOKEN = 'bedrock-api-key-patchbay-testing'
