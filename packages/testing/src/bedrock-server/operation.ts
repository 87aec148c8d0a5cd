import type { ServerResponse } from 'node:http'

import type { Recorder } from '../loopback/recorded-request.ts'
import type { Script } from '../loopback/script.ts'
import type { AuthenticationOptions } from './authenticate.ts'
import type { BedrockRequest } from './bedrock-request.ts'
import type { ServedModels } from './control-plane.ts'
import type { Reply } from './reply.ts'
import type { Rejection } from './service-error.ts'
import type { PromptCache } from './usage.ts'

/** The context of one request. */
export interface ServerState {
  readonly authentication: AuthenticationOptions
  readonly recorder: Recorder<BedrockRequest>
  readonly script: Script<BedrockRequest, Reply>
  readonly promptCache: PromptCache
  readonly models: ServedModels
}

/** An operation: says no at once, or answers what a reply (scripted or none) lets it. */
export interface Operation {
  /** Why the service would not take this request. */
  check(
    request: BedrockRequest,
    parameters: Readonly<Record<string, string>>,
    state: ServerState,
  ): Rejection | undefined
  /** How a rejection is put, where that is not the service's usual way. */
  refuse?(request: BedrockRequest, rejection: Rejection, response: ServerResponse): void
  /** Answers a request that was taken. `reply` is scripted content, `undefined` for the default answer. */
  answer(
    request: BedrockRequest,
    parameters: Readonly<Record<string, string>>,
    state: ServerState,
    response: ServerResponse,
    reply: Reply | undefined,
  ): Promise<void> | void
}
