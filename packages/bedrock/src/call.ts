import type { BedrockCommand, BedrockGateway, Route } from '@patchbay/core'
import type { Arguments, HttpResponse } from './smithy.ts'

/** One call on its way along a route. It travels in the arguments, the one thing that no two calls share. */
export interface Call {
  /** The route's name, for messages. */
  readonly route: string
  readonly gateway: BedrockGateway
  /** Whether the request goes by our own transport rather than by the client's request handler. */
  readonly ownTransport: boolean
  /** The foundation model behind an inference profile, where somebody was asked. */
  readonly foundationModel: string | undefined
  /** Filled in when the request is written, before it is signed. */
  readonly addressed?: Addressed
  /** The route that serves the call in OpenAI's shape, where it does not carry Bedrock's. */
  readonly served?: Route
  /** An answer that is given instead of sending anything. */
  readonly answer?: HttpResponse
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
export function callOf(args: Arguments): Call | undefined {
  return (args as WithCall)[CALL]
}

/** The same arguments with `call`. */
export function withCall<Args extends Arguments>(args: Args, call: Call): Args {
  return { ...args, [CALL]: call }
}
