import type { FetchLike, WarningHandler } from '@patchbay/core'
import type { ApiChoice, HostChoice, ModelCapabilities, ReasoningRatios } from '@patchbay/translator'

/** AWS credentials as every AWS library shapes them. */
export interface AwsCredentials {
  /** Identifies the credentials; no secret. */
  readonly accessKeyId: string
  /** Signs. Never leaves the process. */
  readonly secretAccessKey: string
  /** The token of temporary (STS) credentials. Default: none. */
  readonly sessionToken?: string | undefined
  /** When they expire. Default: never. */
  readonly expiration?: Date | undefined
}

/** Gives credentials. Called when they are needed; the result is kept until shortly before its `expiration`. */
export type AwsCredentialsProvider = () => Promise<AwsCredentials>

/** A role to assume. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export interface AssumeRoleOptions {
  /** ARN of the role. */
  readonly roleArn: string
  /** Name of the session, which CloudTrail shows. Default `patchbay`. */
  readonly sessionName?: string | undefined
  /** What the role's trust policy asks for, if anything. Default: none. */
  readonly externalId?: string | undefined
  /** How long the role's credentials last, in seconds. Default: 3600, by the service. */
  readonly durationSeconds?: number | undefined
  /** A session policy in JSON, which narrows what the role may do. Default: none. */
  readonly policy?: string | undefined
  /** AWS region of the STS endpoint. Default: the route's. */
  readonly region?: string | undefined
}

/** The part of a `BedrockRuntimeClient` that a route borrows. Described by shape: no SDK is imported for it. */
export interface BedrockRuntimeClientLike {
  /** The client's resolved settings. */
  readonly config: {
    /** AWS region, e.g. `us-east-1`. */
    readonly region: () => Promise<string>
    /** Those that the client signs with. */
    readonly credentials: () => Promise<AwsCredentials>
    /** The endpoint that the client was given. */
    readonly endpoint?: (() => Promise<EndpointParts>) | undefined
    /** The endpoint that AWS's configuration names, as the client reads it. */
    readonly serviceConfiguredEndpoint?: (() => Promise<string | undefined>) | undefined
    readonly ignoreConfiguredEndpointUrls?: boolean | undefined
    /** The bearer token that the client sends. */
    readonly token?: (() => Promise<{ readonly token: string }>) | undefined
    /** Names of ways to authenticate, the preferred first. */
    readonly authSchemePreference?: () => Promise<readonly string[]>
    /** Whether FIPS endpoints are used. */
    readonly useFipsEndpoint?: () => Promise<boolean>
    /** Whether dual-stack endpoints are used. */
    readonly useDualstackEndpoint?: () => Promise<boolean>
    readonly requestHandler?: unknown
  }
}

/** An endpoint as the AWS SDK resolves it. */
export interface EndpointParts {
  /** `https:` or `http:`. */
  readonly protocol: string
  readonly hostname: string
  /** Default: the protocol's. */
  readonly port?: number | undefined
  /** Begins with a slash. */
  readonly path: string
}

/** A model in the caller's table: its id, and what is known of it that its id does not say. */
export type ModelAlias =
  | string
  | ({
      /** Model id, ARN or shipped name. Default: the name in the table, which then is an id or ARN itself. */
      readonly id?: string | undefined
      /** Id of the foundation model behind an ARN that does not name it. Default: the control plane is asked. */
      readonly foundationModel?: string | undefined
    } & Partial<ModelCapabilities>)

/**
 * Which of Bedrock's APIs a model is called by. `auto` chooses for each request; `native` is the client's own API, wherever
 * Bedrock serves the model by it; the others name one.
 */
export type BedrockApi = ApiChoice

/** Which of Bedrock's hosts a model is called on: `bedrock-runtime`, `bedrock-mantle`, or the one that `auto` chooses. */
export type BedrockHost = HostChoice

/** How remote images and files are fetched, before the request is translated. */
export interface RemoteFileOptions {
  /**
   * `false` refuses remote URLs. A function fetches them in place of the built-in transport, and is then responsible for
   * the addresses that it connects to. Default: on where addresses can be checked (Node.js, Bun, Deno); off in browsers and
   * workers, where `true` has only the host in the URL checked.
   */
  readonly fetch?: boolean | FetchLike | undefined
  /** Permits `http:` URLs, too. Default `false`. */
  readonly allowHttp?: boolean | undefined
  /** Largest size of one file, in bytes. Default 20,971,520 (20 MiB). */
  readonly maxBytes?: number | undefined
  /**
   * Largest size of all files of one request together, in bytes; in a request with remote files, data URLs and files that it
   * repeats count, too. At most 20 images and 5 documents, by the service's limits. Default 26,214,400 (25 MiB), or `maxBytes`
   * where that is more.
   */
  readonly maxTotalBytes?: number | undefined
  /** Time limit for one file, redirects included, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number | undefined
}

/** A guardrail of Amazon Bedrock. */
export interface GuardrailOptions {
  /** Id or ARN. */
  readonly identifier: string
  /** Its version: a number as a text, or `DRAFT`. */
  readonly version: string
}

/** Options of `bedrock()`. An option takes precedence over the environment. */
export interface BedrockOptions {
  /** AWS region, e.g. `us-east-1`. Default: that of `endpoint`, of `client`, AWS_REGION, AWS_DEFAULT_REGION, the profile's. */
  readonly region?: string | undefined
  /**
   * Base URL of Bedrock Runtime: a VPC endpoint, another partition, a test server. A path prefix is kept. Default: that of
   * `client`; AWS_ENDPOINT_URL_BEDROCK_RUNTIME, AWS_ENDPOINT_URL, the profile's section of services, its `endpoint_url`;
   * else the region's.
   */
  readonly endpoint?: string | undefined
  /**
   * Base URL of Bedrock's control plane, which lists models and inference profiles. Default: AWS_ENDPOINT_URL_BEDROCK;
   * `endpoint` where that is not a host of AWS; what else of AWS's configuration names one; else the region's.
   */
  readonly controlEndpoint?: string | undefined
  /**
   * Origin of the host `bedrock-mantle`, without a path. Default: the region's; none where `endpoint` is not a host of AWS, and then
   * a request that needs Mantle is a 400.
   */
  readonly mantleEndpoint?: string | undefined
  /** Uses the FIPS endpoint. Default: that of `client`, AWS_USE_FIPS_ENDPOINT, the profile's, else `false`. */
  readonly fips?: boolean | undefined
  /** Uses the dual-stack endpoint. Default: that of `client`, AWS_USE_DUALSTACK_ENDPOINT, the profile's, else `false`. */
  readonly dualstack?: boolean | undefined
  /**
   * A Bedrock API key (bearer token), or a function that returns one, which is called for every request. Default:
   * AWS_BEARER_TOKEN_BEDROCK, where no other identity is given here.
   */
  readonly apiKey?: string | (() => Promise<string>) | undefined
  /** AWS credentials, or a function that returns them. With `assumeRole`, those that assume the role. Default: the AWS chain. */
  readonly credentials?: AwsCredentials | AwsCredentialsProvider | undefined
  /** A profile of the AWS configuration files, for credentials, region and endpoints. Default: AWS_PROFILE, else `default`. */
  readonly profile?: string | undefined
  /** A role to assume, with `credentials`, `profile` or the AWS chain. Default: none. */
  readonly assumeRole?: AssumeRoleOptions | undefined
  /** A `BedrockRuntimeClient` whose region, credentials, endpoint and transport are used. Default: none. */
  readonly client?: BedrockRuntimeClientLike | undefined
  /** The model of every request, whatever the request names. Default: the request's own. */
  readonly model?: string | undefined
  /** The caller's own names for models: each stands for an id, an ARN or a shipped name. Default: none. */
  readonly models?: Readonly<Record<string, ModelAlias>> | undefined
  /** The model of requests whose name nothing else resolves. Default: PATCHBAY_DEFAULT_MODEL, else a 404. */
  readonly defaultModel?: string | undefined
  /** The same for embeddings. Default: PATCHBAY_DEFAULT_EMBEDDING_MODEL, else `defaultModel` if it embeds. */
  readonly embeddingModel?: string | undefined
  /** By which API models are called: one for all, or a table by the name in requests or by id. Default `auto`. */
  readonly api?: BedrockApi | Readonly<Record<string, BedrockApi>> | undefined
  /** On which host models are called: one for all, or a table by the name in requests or by id. Default `auto`. */
  readonly host?: BedrockHost | Readonly<Record<string, BedrockHost>> | undefined
  /**
   * Puts the prefix of the region's geography, or `global.`, before the bare id of a model that is served by inference profiles
   * only. It moves data across regions. Default: the id goes as it is, and the service refuses it.
   */
  readonly crossRegion?: 'geo' | 'global' | undefined
  /**
   * What native Responses say of `store` where a request says nothing. Default: nothing, and Bedrock keeps a response for 30 days
   * in the caller's account, as OpenAI does; chains by `previous_response_id` depend on that.
   */
  readonly store?: boolean | undefined
  /** Whether and how remote images and files are fetched. Default: they are, by https alone. */
  readonly images?: RemoteFileOptions | undefined
  /**
   * The guardrail that serves `/moderations`. It guards nothing else: for chat, send `guardrailConfig` in the request.
   * Default: none, and `/moderations` is a 404.
   */
  readonly guardrail?: GuardrailOptions | undefined
  /** Turns warnings into 400 errors. Default `false`. */
  readonly strict?: boolean | undefined
  /** Leaves out of answers what OpenAI's schema does not know, except `reasoning_content`. Default `true`. */
  readonly strictOpenAICompliance?: boolean | undefined
  /** Puts reasoning into the content, between tags such as `<think>`. Default `false`. */
  readonly thinkTags?: boolean | undefined
  /**
   * Thinking budgets by effort, as fractions (0 to 1) of max tokens, or those of bedrock-access-gateway. Default:
   * `{ minimal: 0.1, low: 0.2, medium: 0.5, high: 0.8 }`.
   */
  readonly reasoningRatios?:
    | { readonly [Effort in keyof ReasoningRatios]?: number | undefined }
    | 'bedrock-access-gateway'
    | undefined
  /**
   * The most tokens of an answer, for requests that name no limit: Converse itself cuts answers at 4,096 or fewer. Bedrock
   * reserves it from the account's quota. At most the model's maximum is sent. Default: 16,384, or the model's maximum where
   * that is less, and more where a thinking budget needs it.
   */
  readonly maxTokens?: number | undefined
  /** Called with each warning of what Bedrock cannot express. Default: that of `configure()`. */
  readonly onWarning?: WarningHandler | undefined
  /** `fetch` sends by `fetch` alone, never by the faster `node:http`. Default `auto`. */
  readonly transport?: 'auto' | 'fetch' | undefined
  /**
   * Whether a request is sent once more where the connection that it took had been kept and breaks before one byte of an answer:
   * servers close idle connections. Bedrock may have begun to serve it, and then serves it twice. Default `true`.
   */
  readonly resendOnStaleSocket?: boolean | undefined
  /** Permits credentials over plain http beyond loopback. Default: PATCHBAY_ALLOW_INSECURE, else `false`. */
  readonly allowInsecure?: boolean | undefined
  /** Further headers of every request to Bedrock. Default: none. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}
