import type { Answer } from '../exchange/answer.ts'
import type { Recorder } from '../exchange/recorded-request.ts'
import type { Script } from '../exchange/script.ts'
import type { AuthenticationOptions } from './authenticate.ts'
import type { BedrockRequest } from './bedrock-request.ts'
import type { ServedModels } from './control-plane.ts'
import type { StoredResponse } from './native-apis/stored-response.ts'
import type { ReportedFailure } from './native-apis/openai-errors.ts'
import type { Reply } from './reply.ts'
import type { Rejection } from './service-error.ts'
import type { PromptCache } from './usage.ts'

/** What operations look at beside the request. */
export interface OperationState {
  readonly script: Pick<Script<BedrockRequest, Reply>, 'pending'>
  readonly promptCache: PromptCache
  readonly models: ServedModels
  /** What the Responses API has answered, by id. */
  readonly responses: Map<string, StoredResponse>
}

/** The context of one request. */
export interface ServerState extends OperationState {
  readonly authentication: AuthenticationOptions
  readonly recorder: Recorder<BedrockRequest>
  readonly script: Script<BedrockRequest, Reply>
}

/** An operation: says no, or answers what a reply (scripted or none) lets it. */
export interface Operation {
  /** Why the service would not take this request. */
  check(
    request: BedrockRequest,
    parameters: Readonly<Record<string, string>>,
    state: OperationState,
  ): Rejection | undefined
  /** How a failure is put, where that is not the service's usual way. */
  refuse?(request: BedrockRequest, failure: ReportedFailure): Answer
  /** Answers a request that was taken. `reply` is scripted content, `undefined` for the default answer. */
  answer(
    request: BedrockRequest,
    parameters: Readonly<Record<string, string>>,
    state: OperationState,
    reply: Reply | undefined,
  ): Answer
}
