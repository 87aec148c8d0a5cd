import type { ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'

import { listenOnLoopback, type Exchange } from '../loopback/loopback-server.ts'
import { createRecorder, type RecordedRequest } from '../loopback/recorded-request.ts'
import { createScript } from '../loopback/script.ts'
import { backendAnswer } from './backend.ts'
import type { GatewayReply, GatewayReplyScript } from './gateway-reply.ts'
import { isObject } from './openai-answer.ts'
import { respondBody, respondEvents, respondOpenAIError } from './respond-gateway.ts'

/** How the gateway is set up. Everything has a default. */
export interface GatewayServerOptions {
  /** Headers that every request must carry: an exact value, a pattern, or `true` for any. Otherwise the answer is a 401. */
  readonly expect?: Readonly<Record<string, string | RegExp | true>>
  /** Headers that no request may carry: a leaked key, for instance. Otherwise the answer is a 400. */
  readonly forbid?: readonly string[]
  /** What GET .../models lists. */
  readonly models?: readonly string[]
  /** Port on 127.0.0.1. Default: a free one. */
  readonly port?: number
}

/** An OpenAI-compatible gateway on loopback that records what it received. */
export interface GatewayServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`; any path below it is served. */
  readonly url: string
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
  /** How many sockets were opened so far. */
  readonly connectionCount: number
  /** Forgets requests and scripts. */
  reset(): void
  /** Stops listening and destroys every open socket. */
  close(): Promise<void>
}

const DEFAULT_MODELS = ['gpt-4o', 'gpt-4o-mini', 'text-embedding-3-small']

/**
 * Starts a recording OpenAI-compatible server on a free port of 127.0.0.1. It takes any path, is strict about JSON
 * and content types, and answers as scripted, or like a small OpenAI-compatible backend.
 */
export async function createGatewayServer(options: GatewayServerOptions = {}): Promise<GatewayServer> {
  const recorder = createRecorder<RecordedRequest>()
  const script = createScript<RecordedRequest, GatewayReply>()
  const handle = async ({ request, response }: Exchange) => {
    recorder.record(request)
    const refusal = headerProblem(request, options)
    if (refusal) return respondOpenAIError(response, refusal)
    const reply = (await script.next(request)) ?? {}
    await waitFor(reply, request)
    if (!response.destroyed) await answer(request, response, reply, options.models ?? DEFAULT_MODELS)
  }
  const server = await listenOnLoopback(handle, options.port)
  return {
    url: server.url,
    requests: recorder.requests,
    waitForRequest: recorder.waitFor,
    reply: script.always,
    enqueue: script.enqueue,
    get pendingReplies() {
      return script.pending()
    },
    get connectionCount() {
      return server.connectionCount()
    },
    reset() {
      recorder.clear()
      script.reset()
    },
    close: server.close,
    [Symbol.asyncDispose]: server.close,
  }
}

function headerProblem(
  { headers }: RecordedRequest,
  { expect = {}, forbid = [] }: GatewayServerOptions,
): GatewayReply['error'] {
  const missing = Object.entries(expect).find(([name, wanted]) => !fits(headers[name.toLowerCase()], wanted))
  if (missing) {
    const message = `The header ${missing[0]} is missing or wrong.`
    return { status: 401, message, type: 'invalid_request_error', code: 'invalid_api_key' }
  }
  const leaked = forbid.find((name) => headers[name.toLowerCase()] !== undefined)
  return leaked === undefined
    ? undefined
    : { status: 400, message: `The header ${leaked} must not be sent here.`, type: 'invalid_request_error' }
}

function fits(value: string | undefined, wanted: string | RegExp | true): boolean {
  if (value === undefined) return false
  if (wanted === true) return true
  return typeof wanted === 'string' ? value === wanted : wanted.test(value)
}

async function waitFor({ hold, delayMs }: GatewayReply, { closed }: RecordedRequest): Promise<void> {
  if (hold) await Promise.race([hold, closed])
  if (delayMs !== undefined) await Promise.race([setTimeout(delayMs), closed])
}

async function answer(
  request: RecordedRequest,
  response: ServerResponse,
  reply: GatewayReply,
  models: readonly string[],
): Promise<void> {
  const { status = 200, headers = {} } = reply
  if (reply.disconnect) return void response.destroy()
  if (reply.error) return respondOpenAIError(response, reply.error, headers)
  if (reply.body !== undefined) return respondBody(response, status, reply.body, headers)
  if (reply.events) return respondEvents(response, status, reply.events, true, reply.stream, headers)
  if (reply.json !== undefined) return respondJson(response, status, reply.json, headers)
  if (status >= 300) return respondBody(response, status, '', headers)
  const own = backendAnswer(request, models, reply.text)
  if ('error' in own) return respondOpenAIError(response, own.error, headers)
  if (own.events && isObject(request.json) && request.json['stream'] === true) {
    return respondEvents(response, status, own.events, own.done ?? false, reply.stream, headers)
  }
  respondJson(response, status, own.body, headers)
}

function respondJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): void {
  respondBody(response, status, JSON.stringify(body), { 'content-type': 'application/json', ...headers })
}
