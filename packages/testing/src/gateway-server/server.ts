import { withMembers } from '../exchange/with-members.ts'
import type { ListeningServer } from '../loopback/listening-server.ts'
import { listenOnLoopback } from '../loopback/loopback-server.ts'
import { createGatewayService, type GatewayControls, type GatewayServiceOptions } from './service.ts'

/** How the gateway is set up. Everything has a default. */
export interface GatewayServerOptions extends GatewayServiceOptions {
  /** Port on 127.0.0.1. Default: a free one. */
  readonly port?: number
}

/** A gateway on loopback that records what it received; any path below its `url` is served. */
export interface GatewayServer extends GatewayControls, ListeningServer {}

/**
 * Starts a recording gateway on a free port of 127.0.0.1. It takes any path, is strict about JSON and content types, and
 * answers as scripted, or like a small backend of OpenAI's, Anthropic's or Bedrock's protocol, whichever the path is of.
 */
export async function createGatewayServer(options: GatewayServerOptions = {}): Promise<GatewayServer> {
  const { handle, controls } = createGatewayService(options)
  return withMembers(await listenOnLoopback(handle, options.port), controls)
}
