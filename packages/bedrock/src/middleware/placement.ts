import type { Middleware, MiddlewareStack } from '../smithy.ts'
import { TAGS } from '../smithy.ts'
import { type Position, positionMiddleware } from './chain-position.ts'

type Placement =
  | { readonly step: 'deserialize'; readonly priority: 'low' }
  | { readonly before: string }
  | { readonly after: string }

/**
 * Where everything that `register` puts on a client's middleware stack stands. Of several that stand right before the same
 * middleware, the one that is listed first runs first; `position` entries only remember what comes next (chain-position.ts).
 *
 * ```
 *  step              the SDK's middleware   this package's, in the order in which a request passes it
 *  ────────────────  ─────────────────────  ───────────────────────────────────────────────────────────────────────
 *  initialize                               (the application's own, so that what it changes is in every request)
 *  serialize                                route            chooses the route, once for all retries
 *                                           authScheme       leaves out the next one where nothing is signed, or chooses in its place
 *                    httpAuthScheme
 *                                           endpoint         leaves out the next one where nothing is signed
 *                    endpointV2
 *                    serializer
 *  finalizeRequest                          attempt          passes the retries by for the attempts of a policy
 *                    retry
 *                                           observe          tells the hooks of each request
 *                                           address          finds the gateway's URL, gives the request its signed form
 *                                           signing          leaves out the next one where nothing is signed, or signs in its place
 *                    httpSigning
 *  deserialize                              backend          serves the command by a route that uses OpenAI's API
 *                                           policy           lets a policy try its routes
 *                    deserializer
 *                                           gateway          readdresses the request, reads the gateway's answer
 *                    request handler        (interceptor)    knows the caller's signal, sends over HTTP/1.1
 * ```
 *
 * https://github.com/smithy-lang/smithy-typescript/tree/main/packages/middleware-stack
 */
const PLACEMENTS = {
  route: { before: 'httpAuthSchemeMiddleware' },
  address: { before: 'httpSigningMiddleware' },
  authScheme: { before: 'httpAuthSchemeMiddleware' },
  endpoint: { before: 'endpointV2Middleware' },
  signing: { before: 'httpSigningMiddleware' },
  backend: { before: 'deserializerMiddleware' },
  attempt: { before: 'retryMiddleware' },
  observe: { after: 'retryMiddleware' },
  policy: { before: 'deserializerMiddleware' },
  gateway: { step: 'deserialize', priority: 'low' },
} as const satisfies Record<string, Placement>

/** They are added ahead of the middleware above, so that a call which continues before one of the SDK's still passes ours. */
const POSITIONS = {
  afterAuthScheme: { after: 'httpAuthSchemeMiddleware' },
  afterEndpoint: { after: 'endpointV2Middleware' },
  afterSigning: { after: 'httpSigningMiddleware' },
  beforeRetry: { before: 'retryMiddleware' },
  afterRetry: { after: 'retryMiddleware' },
  beforeDeserializer: { before: 'deserializerMiddleware' },
  afterRoute: { after: 'patchbayRouteMiddleware' },
  afterGateway: { after: 'patchbayGatewayMiddleware' },
} as const satisfies Record<Position, Placement>

/** A middleware of this package. */
export type MiddlewareName = keyof typeof PLACEMENTS

/**
 * Puts the middleware and the positions on a client's stack.
 *
 * @returns takes exactly these off again, by reference: no other middleware is removed, whatever its name
 */
export function placeMiddleware(
  stack: MiddlewareStack,
  middleware: Readonly<Record<MiddlewareName, Middleware>>,
): () => void {
  const added: Middleware[] = []
  const add = (name: string, one: Middleware, placement: Placement): void => {
    place(stack, one, name, placement)
    added.push(one)
  }
  for (const [position, placement] of Object.entries(POSITIONS)) {
    add(`patchbayPosition_${position}`, positionMiddleware(position as Position), placement)
  }
  for (const [name, placement] of Object.entries(PLACEMENTS)) {
    add(toStackName(name), middleware[name as MiddlewareName], placement)
  }
  return () => {
    for (const one of added) stack.remove(one)
  }
}

/** `route` → `patchbayRouteMiddleware`, as the SDK names its own. */
function toStackName(name: string): string {
  return `patchbay${name.charAt(0).toUpperCase()}${name.slice(1)}Middleware`
}

function place(stack: MiddlewareStack, middleware: Middleware, name: string, placement: Placement): void {
  const common = { name, override: true, tags: TAGS } as const
  if ('step' in placement) stack.add(middleware, { ...common, ...placement })
  else if ('before' in placement) {
    stack.addRelativeTo(middleware, { ...common, relation: 'before', toMiddleware: placement.before })
  } else stack.addRelativeTo(middleware, { ...common, relation: 'after', toMiddleware: placement.after })
}
