import { listenOnLoopback } from '../loopback/loopback-server.ts'
import { createRecorder } from '../loopback/recorded-request.ts'
import { createScript } from '../loopback/script.ts'
import type { TestCredentials } from './authenticate.ts'
import type { BedrockRequest } from './bedrock-request.ts'
import { defaultModels, type ServedModels } from './control-plane.ts'
import { handleExchange } from './handle-exchange.ts'
import { TEST_BEARER_TOKEN, TEST_CREDENTIALS, type BedrockServerOptions } from './options.ts'
import type { Reply, ReplyScript } from './reply.ts'

/** A server on loopback that behaves like Amazon Bedrock and records what it received. */
export interface BedrockServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`: the `endpoint` of a client, of the runtime and of the control plane alike. */
  readonly url: string
  /** The region given at creation; default `us-east-1`. */
  readonly region: string
  /** The first key pair that is accepted. */
  readonly credentials: TestCredentials
  /** The first bearer token that is accepted. */
  readonly bearerToken: string
  /** What was received, in order, refused or not. */
  readonly requests: readonly BedrockRequest[]
  /** The first request, past or future, that matches (any, by default). */
  waitForRequest(matches?: (request: BedrockRequest) => boolean): Promise<BedrockRequest>
  /** From now on answers every accepted request for which no reply is queued. `null` returns to the model simulator. */
  reply(script: ReplyScript | null): void
  /** Queues replies for the next accepted requests, one each, in order. */
  enqueue(...scripts: readonly ReplyScript[]): void
  /** How many queued replies have not been taken yet. */
  readonly pendingReplies: number
  /** Replaces the lists of the control plane. */
  setModels(models: Partial<ServedModels>): void
  /** How many sockets were opened so far. */
  readonly connectionCount: number
  /** Forgets requests, scripts and the prompt cache. */
  reset(): void
  /** Stops listening and destroys every open socket. */
  close(): Promise<void>
}

/**
 * Starts a strict Bedrock server on a free port of 127.0.0.1.
 *
 * It checks signatures, shapes and the rules of Converse as the service does, and refuses with its status, type and
 * text. Accepted requests are answered as scripted, or by a small deterministic model simulator.
 */
export async function createBedrockServer(options: BedrockServerOptions = {}): Promise<BedrockServer> {
  const region = options.region ?? 'us-east-1'
  const credentials = listOf(options.credentials ?? TEST_CREDENTIALS)
  const bearerTokens = listOf(options.bearerToken ?? TEST_BEARER_TOKEN)
  const recorder = createRecorder<BedrockRequest>()
  const script = createScript<BedrockRequest, Reply>()
  const promptCache = new Set<string>()
  let models: ServedModels = { ...defaultModels(region), ...modelsOf(options) }
  const authentication = {
    credentials,
    bearerTokens,
    required: options.auth !== 'none',
    now: options.now ?? (() => new Date()),
  }
  const server = await listenOnLoopback(
    (exchange) => handleExchange(exchange, { authentication, recorder, script, promptCache, models }),
    options.port,
  )
  return {
    url: server.url,
    region,
    credentials: credentials[0] ?? TEST_CREDENTIALS,
    bearerToken: bearerTokens[0] ?? TEST_BEARER_TOKEN,
    requests: recorder.requests,
    waitForRequest: recorder.waitFor,
    reply: script.always,
    enqueue: script.enqueue,
    get pendingReplies() {
      return script.pending()
    },
    setModels(change) {
      models = { ...models, ...change }
    },
    get connectionCount() {
      return server.connectionCount()
    },
    reset() {
      recorder.clear()
      script.reset()
      promptCache.clear()
    },
    close: server.close,
    [Symbol.asyncDispose]: server.close,
  }
}

function modelsOf({ foundationModels, inferenceProfiles }: BedrockServerOptions): Partial<ServedModels> {
  return { ...(foundationModels && { foundationModels }), ...(inferenceProfiles && { inferenceProfiles }) }
}

const listOf = <Item>(value: Item | readonly Item[]): readonly Item[] =>
  Array.isArray(value) ? (value as readonly Item[]) : [value as Item]
