import type { Route } from '@patchbay/core'

import type { ExplainedRequest, ExplainOptions } from './explain/explained-request.ts'

export type { ExplainedRequest, ExplainOptions } from './explain/explained-request.ts'

/**
 * Says what would be sent for a request, without sending anything: the route serves it as ever, up to where it would leave the
 * process. Nothing is remembered of it, no hook and no handler is called. Where several requests would be sent (`n` choices, a list of
 * embeddings) it is the first of them.
 *
 * @param route as for `register`: a route, a name, or nothing for the configured gateway, else the local route for that kind of client;
 * with a registered client nothing stands for its own route
 * @param request the body of the endpoint; of a Bedrock client a command's input, or the command itself; `undefined` for a GET
 * @throws PatchbayRequestError (as a rejection) for what would be refused, with the status and the body of the answer
 * @throws UnknownRouteError, ConfigurationError, AmbiguousGatewayError, UnsupportedClientError (as rejections)
 */
export async function explain(
  route: Route | string | undefined,
  request: unknown,
  options: ExplainOptions = {},
): Promise<ExplainedRequest> {
  const { explainRequest } = await import('./explain/explain-request.ts')
  return explainRequest(route, request, options)
}
