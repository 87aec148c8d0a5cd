import { isBedrockRuntimeClient } from '@patchbay/bedrock'
import {
  type ClientKind,
  currentRoute,
  explainedRoute,
  type Explanation,
  type LocalRoutes,
  PatchbayError,
  PatchbayRequestError,
  readSwitch,
  resolveRoute,
  type Route,
  runWithWarnings,
  stateOf,
  type UnsentRequest,
  type Warning,
} from '@patchbay/core'
import { localRoutes } from '@patchbay/openai'

import type { ExplainedRequest, ExplainOptions } from './explained-request.ts'
import type { RoutableClient } from '../register.ts'
import { describeNesting, isExhausted } from './nesting.ts'
import { findQuery, sendByClient } from './send-by-client.ts'
import { commandPath, inputOf, sendCommand } from './send-command.ts'
import { showRequest } from './show-request.ts'

/** Lets a request be served by an explained route, and says what it runs into. */
export async function explainRequest(
  given: Route | string | undefined,
  request: unknown,
  options: ExplainOptions,
): Promise<ExplainedRequest> {
  const { endpoint, client } = options
  const isCommand = isBedrockRuntimeClient(client) || commandPath(request, endpoint) !== undefined
  const { localRoutes: ofCommands } = isCommand ? await import('@patchbay/bedrock') : { localRoutes }
  const route = findRoute(
    given,
    client,
    isCommand ? 'bedrock' : 'openai',
    isCommand ? ofCommands : localRoutes,
  )
  const warnings: Warning[] = []
  const caught = Promise.withResolvers<UnsentRequest>()
  const over = new AbortController()
  const explanation = createExplanation(warnings, caught.resolve, over.signal)
  const query = findQuery(route, options)
  const explained = await explainedRoute(query?.route ?? route, explanation)
  try {
    const ended = runWithWarnings(explanation.warn, () =>
      isCommand
        ? sendCommand(explained, request, options, explanation, over.signal)
        : sendByClient(explained, request, options, over.signal, query),
    )
    const unsent = await Promise.race([
      caught.promise,
      ended.catch((error: unknown) => refuse(error, request)),
    ])
    return showRequest(unsent, warnings)
  } finally {
    // What waits for an answer ends here, timers of policies among it.
    over.abort(new PatchbayRequestError('The explanation is over.', { code: 'explained' }))
  }
}

function findRoute(
  given: Route | string | undefined,
  client: RoutableClient | undefined,
  kind: ClientKind,
  locals: LocalRoutes,
): Route {
  const state = given === undefined && client !== undefined ? stateOf(client) : undefined
  // The log is not put on, but a value that `register` would refuse is told.
  if (state === undefined) readSwitch('PATCHBAY_DEBUG')
  const route = (state && currentRoute(state)) ?? resolveRoute(given, kind, locals)
  // Hooks are told of what is sent.
  return route.observing?.route ?? route
}

function createExplanation(
  warnings: Warning[],
  onRequest: (request: UnsentRequest) => void,
  over: AbortSignal,
): Explanation {
  let tried: Partial<UnsentRequest> = {}
  return {
    send(request) {
      onRequest({ ...tried, ...request })
      return new Promise((_resolve, reject) => {
        over.addEventListener('abort', () => reject(over.reason), { once: true })
      })
    },
    tries: (facts) => void (tried = facts),
    warn(warning) {
      const isKnown = warnings.some(({ code, field }) => code === warning.code && field === warning.field)
      if (!isKnown) warnings.push(warning)
    },
  }
}

/** Errors of the configuration stay what they are; everything else is a request that would not be sent. */
function refuse(error: unknown, request: unknown): never {
  if (PatchbayError.is(error)) throw error
  const message = isExhausted(error)
    ? `it ${describeNesting(inputOf(request))}.`
    : error instanceof Error
      ? error.message
      : String(error)
  throw new PatchbayRequestError(`The request would not be sent: ${message}`, {
    code: 'not_sent',
    cause: error,
  })
}
