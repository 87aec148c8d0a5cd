import { isConnectionFailure, type Route, type RouteRequest, type SendVia } from '@patchbay/core'
import { BackendFailure } from '../openai-backend/backend-failure.ts'
import type { Arguments, Result } from '../smithy.ts'
import { eventsBehind, failureAnswer, findOutcome, type Outcomes, successAnswer } from './outcomes.ts'

/** One call along a policy. */
export interface PolicyCall {
  readonly policy: Route
  /** The SDK's name of the command. */
  readonly command: string
  readonly input: Arguments['input']
  /** The caller's signal. */
  readonly signal: AbortSignal | undefined
  /** Sends the call along one of the routes within, as if the client was registered on that one. */
  readonly send: (route: Route, signal: AbortSignal | undefined) => Promise<Result>
  /** Makes an error that comes in mid-stream one of the application's own SDK; always throws. */
  readonly raise: (error: unknown) => Promise<never>
}

/**
 * Lets a policy decide which of its routes a call is sent by.
 *
 * @throws the last try's own error; BackendFailure for a failure that is the policy's.
 */
export async function decide(call: PolicyCall): Promise<Result> {
  const outcomes: Outcomes = []
  const thrown = new Set<unknown>()
  const send: SendVia = async (route, { signal }) => {
    try {
      return successAnswer(outcomes, await call.send(route, signal))
    } catch (error) {
      const answer = failureAnswer(outcomes, error)
      if (answer !== undefined) return answer
      thrown.add(error)
      throw error
    }
  }
  try {
    return await toResult(await fetchAnswer(call, send), outcomes, call)
  } catch (error) {
    const isOwn =
      error instanceof BackendFailure || isConnectionFailure(error) || call.signal?.aborted === true
    if (
      isOwn ||
      thrown.has(error) ||
      outcomes.some((outcome) => 'error' in outcome && outcome.error === error)
    )
      throw error
    throw toFault(call.policy, error)
  }
}

async function fetchAnswer({ policy, ...call }: PolicyCall, send: SendVia): Promise<Response> {
  if (policy.decide === undefined) throw new TypeError('it decides nothing')
  return policy.decide(createPolicyRequest(call), send)
}

/** What strategies may look at: the command as the endpoint, its input as the JSON. */
function createPolicyRequest({ command, input, signal }: Omit<PolicyCall, 'policy'>): RouteRequest {
  const endpoint = `/${command.replace(/Command$/, '')}`
  const baseURL = 'https://bedrock-runtime.patchbay.invalid'
  return {
    method: 'POST',
    url: new URL(baseURL + endpoint),
    endpoint,
    deployment: undefined,
    headers: new Headers(),
    body: null,
    signal,
    init: {},
    client: { kind: 'bedrock', baseURL, fetch: unused, customFetch: false },
    json: () => input,
  }
}

function unused(): Promise<Response> {
  return Promise.reject(new TypeError('A request of the AWS SDK is not sent by fetch.'))
}

async function toResult(response: Response, outcomes: Outcomes, call: PolicyCall): Promise<Result> {
  const outcome = findOutcome(outcomes, response)
  if (outcome === undefined) throw tooLate(readMessage(await errorIn(response)))
  if ('error' in outcome) throw withAttempts(outcome.error, await errorIn(response))
  const { result, stream } = outcome
  if (stream === undefined || response.body === null) return result
  const events = raising(eventsBehind(response.body, stream.events), call)
  return { ...result, output: { ...(result.output as object), [stream.member]: events } }
}

/** A limit that passes in mid-stream is an exception, too. */
async function* raising(events: AsyncGenerator<unknown, void>, { raise }: PolicyCall): AsyncGenerator {
  try {
    yield* events
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError' && 'limit' in error)
      await raise(tooLate(`The route is too late: ${error.message}`))
    throw error
  }
}

/** A policy's own failures are those of `timeout`. The SDK does not try them again, as it would a 504. */
function tooLate(message: string): BackendFailure {
  return new BackendFailure({ type: 'ModelTimeoutException', status: 408, message })
}

function toFault({ name }: Route, error: unknown): BackendFailure {
  const reason = error instanceof Error ? error.message : 'it threw something that is not an Error'
  const message = `The route "${name}" failed on this request: ${reason}`
  return new BackendFailure({ type: 'InternalServerException', status: 500, message })
}

type Envelope = Readonly<Record<string, unknown>>

async function errorIn(response: Response): Promise<Envelope> {
  const { error } = (await response.json()) as { error: Envelope }
  return error
}

function readMessage({ message }: Envelope): string {
  return typeof message === 'string' ? message : 'The route is too late.'
}

function withAttempts(error: Error, { attempts }: Envelope): Error {
  if (attempts !== undefined && Object.isExtensible(error))
    Object.defineProperty(error, 'attempts', {
      value: attempts,
      enumerable: true,
      configurable: true,
      writable: true,
    })
  return error
}
