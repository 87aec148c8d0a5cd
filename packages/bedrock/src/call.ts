import type { BedrockCommand, BedrockGateway, Observing, Route } from '@patchbay/core'
import type { ObservedCall } from './hooks/observed-call.ts'
import type { Arguments, HttpResponse, Next, Result } from './smithy.ts'

/** One call on its way along a route. It travels in the arguments, the one thing that no two calls share. */
export interface Call {
  /** The route's name, for messages. */
  readonly route: string
  readonly gateway: BedrockGateway
  /** Whether the request goes by our own transport rather than by the client's request handler. */
  readonly ownTransport: boolean
  /** What authenticates the call's requests, where that is not left to the SDK. */
  readonly sendSigned?: SendSigned
  /** The foundation model behind an inference profile, where it was looked up. */
  readonly foundationModel: string | undefined
  /** Filled in when the request is written, before it is signed. */
  readonly addressed?: Addressed
  /** The route that serves the call by OpenAI's API, where it does not take Bedrock's. */
  readonly backend?: Route
  /** The policy that decides which routes the call is sent by. */
  readonly policy?: Route
  /** Set where the call is one attempt of a policy. */
  readonly attempt?: PolicyAttempt | undefined
  /** An answer that is given instead of sending anything. */
  readonly answer?: HttpResponse
  /** Whom the call's requests are told, where the registration has hooks. */
  readonly watched?: Watched | undefined
  /** What the hooks are told of the request, or of the attempt of a policy, that is being sent. */
  readonly observed?: ObservedCall | undefined
}

/** A call whose requests hooks are told of. */
export interface Watched {
  readonly observing: Observing<Route>
  /** The caller's input, before any alias was resolved. */
  readonly input: Arguments['input']
}

/** Authenticates the request of a call, and sends it on. */
export type SendSigned = (args: Arguments, call: Call, next: Next) => Promise<Result>

/** What a policy gives each attempt. */
export interface PolicyAttempt {
  /** In place of the caller's, of which it is made. */
  readonly signal: AbortSignal | undefined
  /** What the SDK's retries say about the whole call. */
  readonly headers: Readonly<Record<string, string>>
}

/** Where a call goes. */
export interface Addressed {
  readonly command: BedrockCommand
  readonly url: string
}

const CALL = Symbol.for('patchbay.call.v1')

interface WithCall {
  readonly [CALL]?: Call
}

/** The call that arguments belong to; `undefined` for calls of clients without a route. */
export function readCall(args: Arguments): Call | undefined {
  return (args as WithCall)[CALL]
}

/** The same arguments with `call`. */
export function withCall<Args extends Arguments>(args: Args, call: Call): Args {
  return { ...args, [CALL]: call }
}

/** The model id or ARN in a command's input. */
export function readModelId(input: Arguments['input']): string | undefined {
  return typeof input['modelId'] === 'string' ? input['modelId'] : undefined
}

/** A call that is not sent to a gateway. */
export function createCall(route: Route): Call {
  return { route: route.name, gateway: NO_GATEWAY, ownTransport: false, foundationModel: undefined }
}

/** Stands in calls that are not sent to a gateway. */
const NO_GATEWAY: BedrockGateway = {
  signing: 'none',
  namesProvider: false,
  isGateway: () => false,
  isOwnHeader: () => false,
  mapModel: (model) => model,
  url: () => 'https://bedrock-runtime.patchbay.invalid',
  headers: (command) => command.headers,
  answer: async (response) => response,
}
