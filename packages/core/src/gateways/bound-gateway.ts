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

/** A definition together with the options of one route: every function is one of the request alone. */
export interface BoundGateway {
  readonly name: string
  /** The factory, as messages name it: `javelin()`. */
  readonly owner: string
  readonly options: CommonGatewayOptions & { readonly baseURL: string }
  /** By names in lower case. */
  readonly keys: HeaderValues
  readonly settings: HeaderValues
  /** What `describe()` shows besides kind and name. */
  readonly details: Readonly<Record<string, unknown>>
  readonly chatProfile: ChatProfile | undefined
  readonly bedrock: BoundBedrock | undefined
  /** The base URL of WebSockets. */
  readonly socketBaseURL: string | undefined
  /** Whether a header (lower case) is one of this gateway's. */
  readonly isOwnHeader: (name: string) => boolean
  /** What `credentials` says of every request; `undefined` where that depends on the request. */
  readonly fixedCredentials: CredentialsMode | undefined
  /** @param headers what would be sent, made where the decision depends on it */
  credentials(request: GatewayRequest, headers: () => Headers): CredentialsMode
  reject(request: GatewayRequest): GatewayRejection | undefined
  url(request: GatewayRequest): string
  headers(request: GatewayRequest): HeaderValues
  readonly adjustHeaders: ((headers: Headers, request: GatewayRequest) => void) | undefined
  body(body: JSONBody, request: GatewayRequest): JSONBody
  answer(response: Response, request: GatewayRequest): Response | Promise<Response>
  named(name: string): GatewayRoute
  readonly forQuery: (() => GatewayRoute) | undefined
}

/** The conventions for requests of Bedrock's own API, all defaults filled in. */
export interface BoundBedrock {
  readonly signing: BedrockSigning
  readonly namesProvider: boolean
  readonly dropped: RegExp
  readonly profiles: object | undefined
  headers(headers: Headers): Readonly<Record<string, string>>
  model(command: BedrockCommand): string | undefined
  /** The complete URL; `undefined` where it is that of any other request. */
  url(command: BedrockCommand): string | undefined
}
