import type { Handle } from '../exchange/answer.ts'
import { createRecorder, type RecordedRequest } from '../exchange/recorded-request.ts'
import { createScript } from '../exchange/script.ts'
import type { TestCredentials } from './authenticate.ts'
import type { BedrockRequest } from './bedrock-request.ts'
import { defaultModels, type ServedModels } from './control-plane.ts'
import { handleRequest } from './handle-request.ts'
import type { StoredResponse } from './native-apis/stored-response.ts'
import type { BedrockHost } from './native-apis/surfaces.ts'
import { TEST_BEARER_TOKEN, TEST_CREDENTIALS, type BedrockServiceOptions } from './options.ts'
import type { Reply, ReplyScript } from './reply.ts'

/** What a test reads from a strict Bedrock and says to it, whether it listens on a socket or stands behind handlers. */
export interface BedrockControls {
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
  /** Forgets requests, scripts, stored responses and the prompt cache. */
  reset(): void
}

/** A strict Bedrock without a transport. */
export interface BedrockService {
  /** Answers what comes to Bedrock Runtime and to the control plane. */
  readonly handle: Handle<RecordedRequest>
  /** Answers what comes to Mantle. */
  readonly handleMantle: Handle<RecordedRequest>
  readonly controls: BedrockControls
}

/** Makes a strict Bedrock that something else has to deliver requests to. */
export function createBedrockService(options: BedrockServiceOptions): BedrockService {
  const region = options.region ?? 'us-east-1'
  const credentials = listOf(options.credentials ?? TEST_CREDENTIALS)
  const bearerTokens = listOf(options.bearerToken ?? TEST_BEARER_TOKEN)
  const recorder = createRecorder<BedrockRequest>()
  const script = createScript<BedrockRequest, Reply>()
  const promptCache = new Set<string>()
  const responses = new Map<string, StoredResponse>()
  let models: ServedModels = { ...defaultModels(region), ...modelsOf(options) }
  const authentication = {
    credentials,
    bearerTokens,
    required: options.auth !== 'none',
    now: options.now ?? (() => new Date()),
  }
  const handleOn = (host: BedrockHost) => (request: RecordedRequest) =>
    handleRequest(request, { authentication, recorder, script, promptCache, models, responses }, host)
  return {
    handle: handleOn('runtime'),
    handleMantle: handleOn('mantle'),
    controls: {
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
      reset() {
        recorder.clear()
        script.reset()
        promptCache.clear()
        responses.clear()
      },
    },
  }
}

function modelsOf({ foundationModels, inferenceProfiles }: BedrockServiceOptions): Partial<ServedModels> {
  return { ...(foundationModels && { foundationModels }), ...(inferenceProfiles && { inferenceProfiles }) }
}

const listOf = <Item>(value: Item | readonly Item[]): readonly Item[] =>
  Array.isArray(value) ? (value as readonly Item[]) : [value as Item]
