import { http, type RequestHandler } from 'msw'

import { createBedrockService, type BedrockControls } from '../bedrock-server/service.ts'
import type { BedrockServiceOptions } from '../bedrock-server/options.ts'
import { failureAnswer, type Handle } from '../exchange/answer.ts'
import type { RecordedRequest } from '../exchange/recorded-request.ts'
import { withMembers } from '../exchange/with-members.ts'
import {
  createGatewayService,
  type GatewayControls,
  type GatewayServiceOptions,
} from '../gateway-server/service.ts'
import { BEDROCK_URLS, GATEWAY_URLS, MANTLE_URLS, urlsBelow } from './urls.ts'
import { receive } from './received-request.ts'
import { toResponse } from './to-response.ts'

/** How `bedrockHandlers` are set up. Everything has a default. */
export interface BedrockHandlersOptions extends BedrockServiceOptions {
  /** Origin of the only requests that are answered. Default: Bedrock's hosts in every region and partition. */
  readonly endpoint?: string
  /** The same for the host `bedrock-mantle`. Default: that host in every region. */
  readonly mantleEndpoint?: string
}

/** How `gatewayHandlers` are set up. Everything has a default. */
export interface GatewayHandlersOptions extends GatewayServiceOptions {
  /**
   * Base URL below which every request is answered. Default: the endpoints of OpenAI's, Anthropic's and Bedrock's APIs on any
   * host, but Bedrock's own.
   */
  readonly baseURL?: string
}

/** Handlers for msw, with what a test reads from the Bedrock behind them and says to it. */
export interface BedrockHandlers extends ReadonlyArray<RequestHandler>, BedrockControls {}

/** Handlers for msw, with what a test reads from the gateway behind them and says to it. */
export interface GatewayHandlers extends ReadonlyArray<RequestHandler>, GatewayControls {}

/**
 * Handlers for msw that answer as `createBedrockServer` does, without a socket: the same checks of signatures, shapes and
 * rules, the same texts, the same scripts, streams included.
 *
 * ```ts
 * const bedrock = bedrockHandlers()
 * const server = setupServer(...bedrock)
 * bedrock.enqueue({ text: 'Hello.' })
 * ```
 */
export function bedrockHandlers(options: BedrockHandlersOptions = {}): BedrockHandlers {
  const { handle, handleMantle, controls } = createBedrockService(options)
  const urls = options.endpoint === undefined ? BEDROCK_URLS : urlsBelow(options.endpoint)
  const mantleUrls = options.mantleEndpoint === undefined ? MANTLE_URLS : urlsBelow(options.mantleEndpoint)
  return withMembers([handlerOf(urls, handle), handlerOf(mantleUrls, handleMantle)], controls)
}

/**
 * Handlers for msw that answer as `createGatewayServer` does, without a socket: the same backend, the same refusals, the same
 * scripts, streams included.
 */
export function gatewayHandlers(options: GatewayHandlersOptions = {}): GatewayHandlers {
  const { handle, controls } = createGatewayService(options)
  const urls = options.baseURL === undefined ? GATEWAY_URLS : urlsBelow(options.baseURL)
  return withMembers([handlerOf(urls, handle)], controls)
}

function handlerOf(urls: RegExp, handle: Handle<RecordedRequest>): RequestHandler {
  return http.all(urls, async ({ request }) => {
    const received = await receive(request)
    const answer = await handle(received.request).catch(failureAnswer)
    return toResponse(answer, received, request.signal)
  })
}
