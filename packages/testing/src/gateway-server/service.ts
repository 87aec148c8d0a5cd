import { isObject } from '../is-object.ts'
import { wholeAnswer, type Answer, type Handle } from '../exchange/answer.ts'
import { delayed } from '../exchange/delay.ts'
import { createRecorder, type RecordedRequest } from '../exchange/recorded-request.ts'
import { createScript } from '../exchange/script.ts'
import { backendAnswer } from './backend.ts'
import { bedrockAnswer, bedrockEvents, bedrockPathOf } from './bedrock-paths.ts'
import { eventsAnswer, jsonAnswer } from './gateway-answers.ts'
import type { GatewayError, GatewayReply, GatewayReplyScript } from './gateway-reply.ts'
import { errorIn, protocolOf } from './protocol.ts'

/** How a gateway is set up, whatever delivers its requests. Everything has a default. */
export interface GatewayServiceOptions {
  /** Headers that every request must have: an exact value, a pattern, or `true` for any. Otherwise the answer is a 401. */
  readonly expect?: Readonly<Record<string, string | RegExp | true>>
  /** Headers that no request may have: a leaked key, for instance. Otherwise the answer is a 400. */
  readonly forbid?: readonly string[]
  /** What GET .../models lists. */
  readonly models?: readonly string[]
}

/** What a test reads from a gateway and says to it, whether it listens on a socket or stands behind handlers. */
export interface GatewayControls {
  /** What was received, in order, refused or not. */
  readonly requests: readonly RecordedRequest[]
  /** The first request, past or future, that matches (any, by default). */
  waitForRequest(matches?: (request: RecordedRequest) => boolean): Promise<RecordedRequest>
  /** From now on answers every request for which no reply is queued. `null` returns to the default backend. */
  reply(script: GatewayReplyScript | null): void
  /** Queues replies for the next requests, one each, in order. */
  enqueue(...scripts: readonly GatewayReplyScript[]): void
  /** How many queued replies have not been taken yet. */
  readonly pendingReplies: number
  /** Forgets requests and scripts. */
  reset(): void
}

/** A gateway without a transport. */
export interface GatewayService {
  readonly handle: Handle<RecordedRequest>
  readonly controls: GatewayControls
}

const DEFAULT_MODELS = ['gpt-4o', 'gpt-4o-mini', 'text-embedding-3-small']

/** Makes a recording gateway that something else has to deliver requests to. */
export function createGatewayService(options: GatewayServiceOptions): GatewayService {
  const recorder = createRecorder<RecordedRequest>()
  const script = createScript<RecordedRequest, GatewayReply>()
  return {
    async handle(request) {
      recorder.record(request)
      const refusal = headerProblem(request, options)
      if (refusal) return errorIn(protocolOf(request.path), refusal)
      const reply = (await script.next(request)) ?? {}
      await delayed(reply, request)
      return answer(request, reply, options.models ?? DEFAULT_MODELS)
    },
    controls: {
      requests: recorder.requests,
      waitForRequest: recorder.waitFor,
      reply: script.always,
      enqueue: script.enqueue,
      get pendingReplies() {
        return script.pending()
      },
      reset() {
        recorder.clear()
        script.reset()
      },
    },
  }
}

function headerProblem(
  { headers, path }: RecordedRequest,
  { expect = {}, forbid = [] }: GatewayServiceOptions,
): GatewayError | undefined {
  // The other protocols have a type of their own for each status.
  const type = protocolOf(path) === 'openai' && { type: 'invalid_request_error' }
  const missing = Object.entries(expect).find(([name, wanted]) => !fits(headers[name.toLowerCase()], wanted))
  if (missing) {
    const message = `The header ${missing[0]} is missing or wrong.`
    return { status: 401, message, code: 'invalid_api_key', ...type }
  }
  const leaked = forbid.find((name) => headers[name.toLowerCase()] !== undefined)
  return leaked === undefined
    ? undefined
    : { status: 400, message: `The header ${leaked} must not be sent here.`, ...type }
}

function fits(value: string | undefined, wanted: string | RegExp | true): boolean {
  if (value === undefined) return false
  if (wanted === true) return true
  return typeof wanted === 'string' ? value === wanted : wanted.test(value)
}

/** The reply where it says everything, else what the default backend answers, in the protocol of the request. */
function answer(request: RecordedRequest, reply: GatewayReply, models: readonly string[]): Answer {
  const { status = 200, headers = {}, stream: timing } = reply
  const protocol = protocolOf(request.path)
  const named = protocol === 'anthropic'
  if (reply.disconnect) return 'disconnect'
  if (reply.error) return errorIn(protocol, reply.error, headers)
  if (reply.body !== undefined) return wholeAnswer(status, reply.body, headers)
  if (reply.events) {
    return protocol === 'bedrock'
      ? bedrockEvents(reply, headers)
      : eventsAnswer(reply.events, { status, done: !named, named, timing, headers })
  }
  if (reply.json !== undefined) return jsonAnswer(status, reply.json, headers)
  if (status >= 300) return wholeAnswer(status, '', headers)

  const bedrockPath = bedrockPathOf(request.path)
  if (bedrockPath !== undefined) return bedrockAnswer(request, bedrockPath, reply)
  const own = backendAnswer(request, models, reply.text)
  if ('error' in own) return errorIn(protocol, own.error, headers)
  if (own.events && isObject(request.json) && request.json['stream'] === true) {
    return eventsAnswer(own.events, { status, done: own.done ?? false, named, timing, headers })
  }
  return jsonAnswer(status, own.body, headers)
}
