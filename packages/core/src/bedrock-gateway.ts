import type { AwsRefusal } from './aws-clock.ts'
import type { Redactor } from './redaction/redactor.ts'

/**
 * Who a request of the AWS SDK is signed for: the provider behind the gateway (AWS checks the signature), the gateway's
 * own address (the gateway checks it), or nothing: then neither AWS credentials nor a region are needed. A bearer token of the
 * environment is sent for `provider` alone, and only where a route's option says so.
 */
export type BedrockSigning = 'provider' | 'gateway' | 'none'

/** One call of Amazon Bedrock's own API, as the AWS SDK serialised it, below the client's endpoint. */
export interface BedrockCommand {
  /** The SDK's name of the command, e.g. `ConverseStreamCommand`. */
  readonly name: string
  /** The HTTP method in capitals. */
  readonly method: string
  /** The encoded path, e.g. `/model/us.amazon.nova-lite-v1%3A0/converse`, the model's alias resolved. */
  readonly path: string
  /** The query with its `?`, or nothing. */
  readonly search: string
  /** The model id or ARN, decoded, its alias resolved; `undefined` for calls without one. */
  readonly model: string | undefined
  /** The id of the foundation model behind an inference profile, where it is known. */
  readonly foundationModel: string | undefined
  /** The caller's headers. `host` is not among them. */
  readonly headers: Headers
  /** The body as the SDK serialised it; `undefined` where there is none, or where it is a stream. */
  readonly body: string | Uint8Array | undefined
  /** The AWS endpoint that the call was meant for, without a trailing slash; `undefined` where it is unknown. */
  readonly provider: string | undefined
}

/** A reason not to send a command. */
export interface BedrockRejection {
  /** The HTTP status; the caller gets the exception that belongs to it. */
  readonly status: number
  /** What is wrong and what to do about it. */
  readonly message: string
}

/** A failure that an AWS service answered with. */
export interface BedrockRefusal extends AwsRefusal {
  /** What was sent. */
  readonly sent: Headers
  /** Where it was sent. */
  readonly url: string
}

/**
 * How a route sends requests of Amazon Bedrock's own API, as the AWS SDK wrote them, to another address. Nothing in
 * here depends on an SDK; the client's package does the rest.
 */
export interface BedrockGateway {
  /** Who requests are signed for. */
  readonly signing: BedrockSigning
  /**
   * The same gateway for calls that nobody signs. Present where only what was passed to the client in code may sign: credentials
   * without a session token, or a bearer token. Absent where the route itself says who signs: then what the SDK finds in the
   * environment counts as well, but for bearer tokens where `signing` is `gateway`.
   */
  readonly unsigned?: BedrockGateway | undefined
  /** The service of AWS's that requests go to themselves, e.g. `bedrock-runtime`. Absent on gateways, which send them on. */
  readonly service?: string | undefined
  /** Whether requests name the provider: then the client's endpoint is looked up even where nothing is signed. */
  readonly namesProvider: boolean
  /** Whether `url` belongs to this gateway: a client whose own endpoint is the gateway has another provider. */
  isGateway(url: URL): boolean
  /** Whether a header is for the gateway only: such headers are not part of a signature that the provider checks. */
  isOwnHeader(name: string): boolean
  /** A model id or ARN, the route's aliases resolved. */
  mapModel(model: string): string
  /**
   * Whether the route's `serve` takes the place of Bedrock's own API for a model, because that API does not have it: the route then
   * serves `POST /converse` and `/converse/count-tokens`, besides OpenAI's endpoints. Default: for no model.
   */
  translates?(model: string): boolean | Promise<boolean>
  /** A client of `@aws-sdk/client-bedrock` that says which foundation model is behind an inference profile. */
  readonly profiles?: object | undefined
  /** A reason not to send a command. Default: everything is sent. */
  refuse?(command: BedrockCommand): BedrockRejection | undefined
  /**
   * The complete URL. Called before the request is signed. Rejects with a `PatchbayRequestError` where there is none: the
   * caller gets an exception with its status.
   */
  url(command: BedrockCommand): string | Promise<string>
  /** All headers but `host`. Called after the request was signed, with `command.headers` as signed. Rejects like `url`. */
  headers(command: BedrockCommand, url: string): Headers | Promise<Headers>
  /**
   * Reads the gateway's own shapes: a failure, and whatever else reports one, comes back with OpenAI's error envelope,
   * everything else as it was. `sent` are the headers that the request went out with. Not called for AWS's own errors.
   */
  answer(response: Response, command: BedrockCommand, sent: Headers): Promise<Response>
  /**
   * Whether a refusal was for something that the next `headers` get right, such as the time of a signature: then they are asked
   * for again, and the request is sent once more. Default: it never is.
   */
  corrects?(refusal: BedrockRefusal): boolean | Promise<boolean>
  /** Takes the secrets of the route and of one call out of what the gateway says. Default: those among the headers `sent`. */
  redactor?(command: BedrockCommand, sent: Headers): Redactor
}
