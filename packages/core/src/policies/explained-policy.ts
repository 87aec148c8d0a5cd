import { explainedRoute } from '../explained-route.ts'
import type { Explanation } from '../explanation.ts'
import type { Route, SendVia } from '../route.ts'
import type { RouteRequest } from '../route-request.ts'
import type { PolicyDefinition } from './policy-definition.ts'

/**
 * Which route is tried is decided as ever, and that one explains what it would send.
 *
 * @param within lets policies within the policy decide by themselves
 */
export function explainedPolicy(
  definition: PolicyDefinition,
  explanation: Explanation,
  within: (send: SendVia) => SendVia,
): Pick<Route, 'serve' | 'decide'> {
  const decide = (request: RouteRequest, send: SendVia): Promise<Response> => {
    const explain: SendVia = async (inner, given) => send(await explainedRoute(inner, explanation), given)
    return definition.peek?.(request, explain) ?? definition.serve(request, explain)
  }
  return {
    serve: (request) => decide(request, (route, given) => route.serve(given)),
    decide: (request, send) => decide(request, within(send)),
  }
}
