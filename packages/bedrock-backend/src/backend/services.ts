import type { HttpAnswer, RouteRequest, WarningHandler } from '@patchbay/core'
import type { OfferedApis } from '@patchbay/translator'
import type { Model } from 'openai/resources/models'

import type { BedrockService } from '../bedrock/endpoint.ts'
import type { MantleKnowledge } from '../bedrock/resolve-endpoint.ts'
import type { BedrockSettings } from '../bedrock/settings.ts'
import type { ResponseHosts } from '../endpoints/ways/response-hosts.ts'
import type { WayMemory } from '../endpoints/ways/way-memory.ts'

/** What endpoints work with. Belongs to one route, and holds nothing of any request. */
export interface Services {
  readonly settings: BedrockSettings
  /** Is told of each warning; `undefined` where the configured handler is. */
  readonly onWarning: WarningHandler | undefined
  readonly call: BedrockCaller
  readonly resolveProfile: ProfileResolver
  /** What `resolveProfile` has found out for an ARN and not forgotten, without asking anybody. */
  readonly knownProfile: (arn: string) => Promise<string | undefined>
  readonly modelList: ModelList
  /** The region of requests; `undefined` where none is named. */
  readonly region: () => string | undefined | Promise<string | undefined>
  /** Whether requests may go to Mantle in a region. */
  readonly knowsMantle: MantleKnowledge
  readonly wayMemory: WayMemory
  readonly responseHosts: ResponseHosts
}

/** Serves one endpoint. A failure is thrown, at once or later: `RequestFailure`, `TranslationError`, or the transport's own. */
export type ServeEndpoint = (request: RouteRequest, services: Services) => Response | Promise<Response>

/** What the calls to Bedrock take over from the caller's request. */
export type Caller = Pick<RouteRequest, 'client' | 'signal'> &
  Partial<Pick<RouteRequest, 'init' | 'observation'>>

/** One request to one of Bedrock's services. */
export interface BedrockCall {
  readonly service: BedrockService
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Below the endpoint, percent-encoded, e.g. `/model/amazon.nova-lite-v1%3A0/converse`. */
  readonly path: string
  readonly accept: string
  /** Further headers, their names in lower case. */
  readonly headers?: Readonly<Record<string, string>>
  /** JSON, as a text or in UTF-8. */
  readonly body?: string | Uint8Array
  /** The model that the call is for: its ARN may be all that names a region. */
  readonly model?: string
  /** The field of the caller's request that holds the prompt, for errors that name it: `messages` where nothing is said. */
  readonly promptField?: string
}

/**
 * Authorizes and sends a call, and waits for its status. An answer that reports a failure rejects with a
 * `RequestFailure`; a broken connection and an abort reject as the transport words them.
 */
export type BedrockCaller = (call: BedrockCall, caller: Caller) => Promise<HttpAnswer>

/**
 * Finds the foundation model behind an ARN that does not name it; `undefined` where that cannot be found out.
 * Never rejects but for an abort.
 */
export type ProfileResolver = (arn: string, caller: Caller) => Promise<string | undefined>

/**
 * What the route can reach, as OpenAI lists models.
 *
 * @param refresh asks Bedrock anew, whatever is remembered
 */
export type ModelList = (caller: Caller, refresh?: boolean) => Promise<readonly ListedModel[]>

/** A model of the list. */
export interface ListedModel extends Model {
  /** The APIs that its id can be called by, on each host. */
  readonly apis: OfferedApis
}
