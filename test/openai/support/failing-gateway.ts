import type { Route } from '@patchbay/core'
import { answerLikeOpenAI } from './openai-answers.ts'
import { type Answer, type RecordingServer, startServer } from './recording-server.ts'
import { gatewayTo } from './test-routes.ts'

/** How the first attempts of a call fail: each is a failure that the SDKs send a request again for. */
export type Failure = 408 | 409 | 429 | 503 | 'reset' | 'stall'

/** A gateway that fails at first, and the route to it. */
export interface FailingGateway {
  readonly server: RecordingServer
  readonly route: Route
}

interface Plan {
  readonly failure: Failure
  /** How many requests fail, whatever they ask. Default: 1. */
  readonly times?: number
  readonly name?: string
  /** While a request is being answered that will fail. */
  readonly inFlight?: (() => void) | undefined
  /** When the client has got the failure, and waits for its next attempt. */
  readonly inBackOff?: (() => void) | undefined
  /** Milliseconds that the failure asks the client to wait. */
  readonly retryAfter?: number
  /** Answers the requests that do not fail. */
  readonly answer?: Answer
}

/** Starts a gateway whose first `times` requests fail. A stalled request is never answered. */
export async function startFailingGateway(plan: Plan): Promise<FailingGateway> {
  const { failure, times = 1, name = 'failing', answer = answerLikeOpenAI } = plan
  let failed = 0
  const server = await startServer((request, response) => {
    if (failed >= times) return answer(request, response)
    failed += 1
    plan.inFlight?.()
    if (failure === 'stall') return
    if (failure === 'reset') return void response.socket?.destroy()
    response.writeHead(failure, {
      'content-type': 'application/json',
      'retry-after-ms': String(plan.retryAfter ?? 100),
      'retry-after': '0.1',
    })
    response.end('{"error":{"message":"try again"}}')
  })
  const gateway = gatewayTo(server.baseURL, name)
  const told = { value: 0 }
  const tell = (): void => {
    told.value += 1
    if (told.value <= times) setImmediate(() => plan.inBackOff?.())
  }
  const route: Route = {
    ...gateway,
    async serve(request) {
      try {
        const response = await gateway.serve(request)
        if (!response.ok) tell()
        return response
      } catch (error) {
        tell()
        throw error
      }
    },
  }
  return { server, route }
}
