import type { BedrockCommand, BedrockSigning } from '../bedrock-gateway.ts'
import type { ChatProfile } from '../chat-profile.ts'
import type { CommonGatewayOptions, CredentialsMode } from './gateway-options.ts'
import type {
  GatewayRejection,
  GatewayRequest,
  GatewayRoute,
  HeaderValues,
  JSONBody,
} from './gateway-types.ts'
import type { OptionsOf, OptionTable } from './option-table.ts'

/** The options that a factory takes: the definition's own and those of every gateway. */
export type GivenOptions<Own extends object> = Own & CommonGatewayOptions

/**
 * The options as the functions of a definition get them: checked, with the values of the environment and the
 * definition's defaults where the caller gave none. `baseURL` has no slash at its end.
 */
export type ResolvedOptions<Own extends object> = Own & CommonGatewayOptions & { readonly baseURL: string }

/**
 * Everything there is to say about one gateway. All functions are pure: what they are given must not be changed, and
 * one route serves many requests at once.
 */
export interface GatewayMembers<Own extends object> {
  /** In `describe()`, errors and events, e.g. `my-gateway`. Messages name the factory after it: `myGateway()`. */
  readonly name: string
  /**
   * What `baseURL` stands for. `complete` (default): the base that OpenAI's paths are added to, e.g.
   * `https://gateway.example.com/v1`. `service`: the service's root, to which `/v1` is added; a `/v1` that was given is
   * taken off.
   */
  readonly root?: 'complete' | 'service' | undefined
  /**
   * Variables of the environment that options are read from where the caller gives none, e.g. `{ apiKey: 'MY_KEY' }`. Keys
   * (options whose names say key, token, secret, password or credential) belong to the environment's `baseURL`, or without one
   * to that of `defaults`: they are not read for another one. Where a definition knows neither, they go to any.
   */
  readonly environment?: { readonly [Option in keyof GivenOptions<Own>]?: string } | undefined
  /** Values of options that neither the caller nor the environment gives. */
  readonly defaults?: Partial<GivenOptions<Own>> | undefined
  /** Options without which there is no route. A blank text counts as missing. `baseURL` is always among them. */
  readonly required?: readonly (keyof GivenOptions<Own> & string)[] | undefined
  /** Checks the options of a new route. Throw a `ConfigurationError` for those that are invalid. */
  check?(options: ResolvedOptions<Own>): void
  /** Changes options that depend on each other. Default: they stay as they are. */
  resolve?(options: ResolvedOptions<Own>): ResolvedOptions<Own>
  /**
   * The gateway's secret headers. Nothing that a caller sends replaces them, they never show in `describe()` or in
   * errors, and they never reach another gateway.
   */
  keys(options: ResolvedOptions<Own>): HeaderValues
  /**
   * The names (lower case) of all headers that are this gateway's: secrets among them never reach another gateway, and
   * none is part of a signature for AWS. Default: `x-{name}-...`. `false`: none. Those that `keys` returns always are.
   */
  readonly ownHeaders?: RegExp | false | undefined
  /** Headers that follow from the options alone: checked when the route is made. The caller's own headers win. */
  settings?(options: ResolvedOptions<Own>): HeaderValues
  /** Headers that depend on the request. The caller's own headers for a request win. */
  headers?(request: GatewayRequest, options: ResolvedOptions<Own>): HeaderValues
  /** A last change to the headers of one request, in place, before the keys are set. */
  adjustHeaders?(headers: Headers, request: GatewayRequest, options: ResolvedOptions<Own>): void
  /**
   * What becomes of the caller's own provider key, where the option `credentials` does not say. `strip` (default): it
   * does not leave the machine. A function gets the caller's headers, with the route's where these have none.
   */
  readonly credentials?:
    | CredentialsMode
    | ((request: GatewayRequest, headers: Headers, options: ResolvedOptions<Own>) => CredentialsMode)
    | undefined
  /** A reason not to send a request. Default: everything is sent. */
  reject?(request: GatewayRequest, options: ResolvedOptions<Own>): GatewayRejection | undefined
  /**
   * Where a request goes: a complete URL, or a path below `baseURL`, the query included. Default: the endpoint below the
   * base, with the caller's query. Plain http is for loopback only, unless `allowInsecure`.
   */
  url?(request: GatewayRequest, options: ResolvedOptions<Own>): string
  /** The JSON body that the gateway wants, or the same object where nothing changes: then the bytes stay, too. */
  body?(body: JSONBody, request: GatewayRequest, options: ResolvedOptions<Own>): JSONBody
  /**
   * Turns a successful answer of the gateway's own shape into one that OpenAI's clients understand, e.g. a refusal that
   * came with status 200 into an `errorResponse(400, ...)`. Failures need nothing: they always come in OpenAI's envelope.
   */
  answer?(
    response: Response,
    request: GatewayRequest,
    options: ResolvedOptions<Own>,
  ): Response | Promise<Response>
  /**
   * How requests of a `BedrockRuntimeClient` are sent as they are; `true` for the defaults. Default: they are not, but
   * translated to chat completions.
   */
  readonly bedrock?: true | BedrockConventions<Own> | undefined
  /** How chat completion requests are written that were translated for this gateway. Default: for plain OpenAI. */
  readonly chatProfile?: ChatProfile | undefined
  /**
   * The base URL of WebSockets, `undefined` where there are none. Default: `baseURL`, with `/v1` where that is the
   * service's root.
   */
  socketURL?(options: ResolvedOptions<Own>): string | undefined
  /** What `describe()` shows besides kind and name; no secrets. Default: `baseURL` and `model`. */
  describe?(options: ResolvedOptions<Own>): Readonly<Record<string, unknown>>
  /**
   * The options that a name stands for, in `register(client, 'name')` with this gateway configured. Throw an
   * `UnknownRouteError` for a name that cannot be one. Default: `{ model: name }`.
   */
  named?(name: string, options: ResolvedOptions<Own>): Partial<GivenOptions<Own>>
  /** The options at which `query` asks this gateway without a client. Default: an OpenAI-shaped request. */
  query?(options: ResolvedOptions<Own>): Partial<GivenOptions<Own>>
}

/** The definition of a gateway whose options are an interface; see `defineGateway`. */
export interface GatewayDefinition<Own extends object> extends GatewayMembers<Own> {
  /** The names of the definition's own options: others are refused. Without it any option is taken. */
  readonly options?: readonly (keyof Own & string)[] | undefined
}

/** The definition of a gateway whose options are a table, from which their types follow; see `defineGateway`. */
export interface TabledGatewayDefinition<Table extends OptionTable> extends GatewayMembers<OptionsOf<Table>> {
  /** The definition's own options and what each may be: others are refused. */
  readonly options: Table
}

/** How a gateway takes requests of Amazon Bedrock's own API, as the AWS SDK wrote them. */
export interface BedrockConventions<Own extends object> {
  /**
   * For whom requests are signed where neither `signing` nor `credentials` is given. `none` (default): not signed.
   * `provider`: AWS, which the gateway forwards the signature to. `gateway`: the gateway, which checks it.
   */
  readonly signing?: BedrockSigning | undefined
  /** Whether a header names the AWS endpoint: then it is looked up even where nothing is signed. Default false. */
  readonly namesProvider?: boolean | undefined
  /** Headers (lower case) that are left out where nothing is signed. Default: `authorization`, `x-amz-*`, `amz-sdk-*`. */
  readonly dropped?: RegExp | undefined
  /**
   * A client of `@aws-sdk/client-bedrock`, which finds the foundation model behind an inference profile. Default: none,
   * `command.foundationModel` is `undefined`.
   */
  profiles?(options: ResolvedOptions<Own>): object | undefined
  /** Headers for requests whose headers are `headers` so far; what is there already wins. */
  headers?(headers: Headers, options: ResolvedOptions<Own>): Readonly<Record<string, string>>
  /** The model that `headers(request)` is told. Default: the id or ARN of the command. */
  model?(command: BedrockCommand, options: ResolvedOptions<Own>): string | undefined
  /** The complete URL, or a path below `baseURL`. Default: as `url` of the definition, the endpoint being the command's path. */
  url?(command: BedrockCommand, options: ResolvedOptions<Own>): string
}

/** What `defineGateway` returns: makes a route of options, which may be left out where none is required. */
export type GatewayFactory<Own extends object> = (object extends Own
  ? (options?: GivenOptions<Own>) => GatewayRoute
  : (options: GivenOptions<Own>) => GatewayRoute) & {
  /** The name of the gateway, and the variables of the environment that its options are read from. */
  readonly gateway: {
    readonly name: string
    readonly environment: Readonly<Record<string, string | undefined>>
  }
}
