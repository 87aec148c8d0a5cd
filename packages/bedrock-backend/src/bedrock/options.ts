import type { FetchLike, WarningHandler } from '@patchbay/core'
import type { ModelCapabilities, ReasoningRatios } from '@patchbay/translator'

/** AWS credentials as every AWS library shapes them. */
export interface AwsCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Belongs to temporary (STS) credentials. */
  readonly sessionToken?: string | undefined
  /** When they end. Without it they are taken to last. */
  readonly expiration?: Date | undefined
}

/** Called when credentials are needed and the last ones are gone; its result is kept until shortly before it expires. */
export type AwsCredentialsProvider = () => Promise<AwsCredentials>

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export interface AssumeRoleOptions {
  readonly roleArn: string
  /** Default `patchbay`. */
  readonly sessionName?: string | undefined
  readonly externalId?: string | undefined
  /** Seconds; the service's default is 3600. */
  readonly durationSeconds?: number | undefined
  /** A session policy, as JSON. */
  readonly policy?: string | undefined
  /** Region of the STS endpoint; by default the route's. */
  readonly region?: string | undefined
}

/** The part of a `BedrockRuntimeClient` that a route borrows. Described by shape: no SDK is imported for it. */
export interface BedrockRuntimeClientLike {
  readonly config: {
    readonly region: () => Promise<string>
    readonly credentials: () => Promise<AwsCredentials>
    readonly endpoint?: (() => Promise<EndpointParts>) | undefined
    readonly token?: (() => Promise<{ readonly token: string }>) | undefined
    readonly authSchemePreference?: () => Promise<readonly string[]>
    readonly useFipsEndpoint?: () => Promise<boolean>
    readonly useDualstackEndpoint?: () => Promise<boolean>
    readonly requestHandler?: unknown
  }
}

/** An endpoint as the AWS SDK resolves it. */
export interface EndpointParts {
  readonly protocol: string
  readonly hostname: string
  readonly port?: number | undefined
  readonly path: string
}

/** A model in the caller's table: its id, and what is known of it that its id does not say. */
export type ModelAlias =
  | string
  | ({
      /** Default: the name in the table, for facts about an id or ARN that the application names as it is. */
      readonly id?: string | undefined
      /** Id of the foundation model behind an ARN that does not name it: saves the look-up. */
      readonly foundationModel?: string | undefined
    } & Partial<ModelCapabilities>)

/**
 * Which of Bedrock's protocols serves chat completions: `converse` translates; `native` sends them on as they are, to
 * Bedrock's endpoint of OpenAI's shape; `auto` is `native` for the models that are known to be served there.
 */
export type BedrockApi = 'converse' | 'native' | 'auto'

/** How remote images and files are brought, before the request is translated. */
export interface RemoteFileOptions {
  /**
   * `false` refuses remote URLs. A function fetches them in place of the built-in transport, and then answers for
   * which addresses it connects to. Default: on where addresses can be checked (Node.js, Bun, Deno); off in browsers and
   * workers, where `true` has only the host in the URL checked.
   */
  readonly fetch?: boolean | FetchLike | undefined
  /** Also `http:` URLs. Default `false`. */
  readonly allowHttp?: boolean | undefined
  /** Upper bound for one file, in bytes. Default 20 MiB. */
  readonly maxBytes?: number | undefined
  /** Time for one file, redirects included, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number | undefined
}

/** A guardrail of Amazon Bedrock. */
export interface GuardrailOptions {
  /** Id or ARN. */
  readonly identifier: string
  /** A number, or `DRAFT`. */
  readonly version: string
}

/** Options of `bedrock()`. What is given here beats the environment. */
export interface BedrockOptions {
  /** AWS region, e.g. `us-east-1`. Default: of `endpoint`, of `client`, AWS_REGION, AWS_DEFAULT_REGION, the profile's. */
  readonly region?: string | undefined
  /** Base URL of Bedrock Runtime: a VPC endpoint, another partition, a test server. A path prefix is kept. */
  readonly endpoint?: string | undefined
  /** Base URL for models and inference profiles. Default: the region's, or `endpoint` where that is no AWS host. */
  readonly controlEndpoint?: string | undefined
  /** Use the FIPS endpoint. Default: AWS_USE_FIPS_ENDPOINT. */
  readonly fips?: boolean | undefined
  /** Use the dual-stack endpoint. Default: AWS_USE_DUALSTACK_ENDPOINT. */
  readonly dualstack?: boolean | undefined
  /** A Bedrock API key (bearer token), or a function that gives one. Default: AWS_BEARER_TOKEN_BEDROCK, after everything explicit. */
  readonly apiKey?: string | (() => Promise<string>) | undefined
  /** Credentials, or a provider of them. With `assumeRole` they are what assumes it. */
  readonly credentials?: AwsCredentials | AwsCredentialsProvider | undefined
  /** A profile of the AWS configuration files. */
  readonly profile?: string | undefined
  /** A role to assume, with `credentials`, `profile` or the default chain. */
  readonly assumeRole?: AssumeRoleOptions | undefined
  /** A `BedrockRuntimeClient` whose region, credentials, endpoint and transport are borrowed. */
  readonly client?: BedrockRuntimeClientLike | undefined
  /** Answers every request, whatever model it names. */
  readonly model?: string | undefined
  /** The caller's own names for models. */
  readonly models?: Readonly<Record<string, ModelAlias>> | undefined
  /** Answers names that nothing else resolves. Default: PATCHBAY_DEFAULT_MODEL. */
  readonly defaultModel?: string | undefined
  /** The same for embeddings. Default: PATCHBAY_DEFAULT_EMBEDDING_MODEL. */
  readonly embeddingModel?: string | undefined
  /** One for all models, or a table by the model's name in requests, or by its id. Default `converse`. */
  readonly api?: BedrockApi | Readonly<Record<string, BedrockApi>> | undefined
  readonly images?: RemoteFileOptions | undefined
  /** What serves `/moderations`. It guards nothing else: for chat, send `guardrailConfig` in the request. */
  readonly guardrail?: GuardrailOptions | undefined
  /** Turns warnings into 400 errors. Default `false`. */
  readonly strict?: boolean | undefined
  /** Only what OpenAI's schema knows, and `reasoning_content`. Default `true`. */
  readonly strictOpenAICompliance?: boolean | undefined
  /** Reasoning goes into the content, between tags. Default `false`. */
  readonly thinkTags?: boolean | undefined
  /** Thinking budgets as fractions of max tokens, or those of bedrock-access-gateway. */
  readonly reasoningRatios?:
    | { readonly [Effort in keyof ReasoningRatios]?: number | undefined }
    | 'bedrock-access-gateway'
    | undefined
  /** Called with everything that a request asked for and Bedrock cannot express. */
  readonly onWarning?: WarningHandler | undefined
  /** `fetch` never takes the faster `node:http`. Default `auto`. */
  readonly transport?: 'auto' | 'fetch' | undefined
  /** Permits credentials over plain http beyond loopback. Default: PATCHBAY_ALLOW_INSECURE. */
  readonly allowInsecure?: boolean | undefined
  /** Further headers of every Bedrock request. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}
