import { listenOnLoopback } from '../loopback/loopback-server.ts'
import type { ListeningServer } from '../loopback/listening-server.ts'
import { withMembers } from '../exchange/with-members.ts'
import type { BedrockServerOptions } from './options.ts'
import { createBedrockService, type BedrockControls } from './service.ts'

/**
 * A server on loopback that behaves like Amazon Bedrock and records what it received. Its `url` is the `endpoint` of a
 * client, of the runtime and of the control plane alike.
 */
export interface BedrockServer extends BedrockControls, ListeningServer {
  /** Where the host `bedrock-mantle` answers: a route's `mantleEndpoint`. */
  readonly mantleUrl: string
}

/**
 * Starts a strict Bedrock server on a free port of 127.0.0.1.
 *
 * It checks signatures, shapes and the rules of each API as the service does, and refuses with its status, type and
 * text. Accepted requests are answered as scripted, or by a small deterministic model simulator.
 */
export async function createBedrockServer(options: BedrockServerOptions = {}): Promise<BedrockServer> {
  const { handle, handleMantle, controls } = createBedrockService(options)
  const runtime = await listenOnLoopback(handle, options.port)
  const mantle = await listenOnLoopback(handleMantle)
  const hosts = [{ close: runtime.close.bind(runtime) }, mantle]
  const close = async () => void (await Promise.all(hosts.map((host) => host.close())))
  return withMembers(withMembers(runtime, controls), {
    mantleUrl: mantle.url,
    close,
    [Symbol.asyncDispose]: close,
  })
}
