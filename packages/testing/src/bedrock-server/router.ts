import type { BedrockHost } from './native-apis/surfaces.ts'

/** The operations that the server implements. */
export type OperationName =
  | 'Converse'
  | 'ConverseStream'
  | 'InvokeModel'
  | 'InvokeModelWithResponseStream'
  | 'InvokeModelWithBidirectionalStream'
  | 'CountTokens'
  | 'CreateChatCompletion'
  | 'CreateResponse'
  | 'GetResponse'
  | 'DeleteResponse'
  | 'CancelResponse'
  | 'ListResponseInputItems'
  | 'CreateMessage'
  | 'CountMessageTokens'
  | 'ListModels'
  | 'ApplyGuardrail'
  | 'InvokeGuardrailChecks'
  | 'StartAsyncInvoke'
  | 'GetAsyncInvoke'
  | 'ListAsyncInvokes'
  | 'ListFoundationModels'
  | 'GetFoundationModel'
  | 'ListInferenceProfiles'
  | 'GetInferenceProfile'

/** An operation with the decoded parts of its path. */
export interface MatchedRoute {
  readonly operation: OperationName
  readonly parameters: Readonly<Record<string, string>>
}

const SEGMENT = '([^/]+)'

type RouteRow = readonly [OperationName, string, RegExp, readonly string[]]

/** The APIs of OpenAI's and Anthropic's shape below a base path. */
function nativeRoutes(base: string): RouteRow[] {
  const response = path(`/${base}/responses/${SEGMENT}`)
  return [
    ['CreateChatCompletion', 'POST', path(`/${base}/chat/completions`), ['base']],
    ['CreateResponse', 'POST', path(`/${base}/responses`), ['base']],
    ['GetResponse', 'GET', response, ['base', 'id']],
    ['DeleteResponse', 'DELETE', response, ['base', 'id']],
    ['CancelResponse', 'POST', path(`/${base}/responses/${SEGMENT}/cancel`), ['base', 'id']],
    ['ListResponseInputItems', 'GET', path(`/${base}/responses/${SEGMENT}/input_items`), ['base', 'id']],
    ['CreateMessage', 'POST', path('/anthropic/v1/messages'), []],
  ]
}

const MANTLE_ROUTES: readonly RouteRow[] = [
  ...nativeRoutes('(openai/v1|v1)'),
  ['CountMessageTokens', 'POST', path('/anthropic/v1/messages/count_tokens'), []],
  ['ListModels', 'GET', path('/v1/models'), []],
]

const RUNTIME_ROUTES: readonly RouteRow[] = [
  ['Converse', 'POST', path(`/model/${SEGMENT}/converse`), ['modelId']],
  ['ConverseStream', 'POST', path(`/model/${SEGMENT}/converse-stream`), ['modelId']],
  ['InvokeModel', 'POST', path(`/model/${SEGMENT}/invoke`), ['modelId']],
  [
    'InvokeModelWithResponseStream',
    'POST',
    path(`/model/${SEGMENT}/invoke-with-response-stream`),
    ['modelId'],
  ],
  [
    'InvokeModelWithBidirectionalStream',
    'POST',
    path(`/model/${SEGMENT}/invoke-with-bidirectional-stream`),
    ['modelId'],
  ],
  ['CountTokens', 'POST', path(`/model/${SEGMENT}/count-tokens`), ['modelId']],
  ...nativeRoutes('(openai/v1)'),
  [
    'ApplyGuardrail',
    'POST',
    path(`/guardrail/${SEGMENT}/version/${SEGMENT}/apply`),
    ['guardrailIdentifier', 'guardrailVersion'],
  ],
  ['InvokeGuardrailChecks', 'POST', path('/guardrail-checks/invoke'), []],
  ['StartAsyncInvoke', 'POST', path('/async-invoke'), []],
  ['ListAsyncInvokes', 'GET', path('/async-invoke'), []],
  ['GetAsyncInvoke', 'GET', path(`/async-invoke/${SEGMENT}`), ['invocationArn']],
  ['ListFoundationModels', 'GET', path('/foundation-models/?'), []],
  // The console's API takes these two with their slashes, encoded or not.
  ['GetFoundationModel', 'GET', path('/foundation-models/(.+)'), ['modelIdentifier']],
  ['ListInferenceProfiles', 'GET', path('/inference-profiles/?'), []],
  ['GetInferenceProfile', 'GET', path('/inference-profiles/(.+)'), ['inferenceProfileIdentifier']],
]

/**
 * The operation of a path as sent. A model id is one percent-encoded segment: a raw `/` in it makes another path,
 * which no operation has.
 */
export function matchRoute(
  method: string,
  rawPath: string,
  host: BedrockHost = 'runtime',
): MatchedRoute | undefined {
  const routes = host === 'mantle' ? MANTLE_ROUTES : RUNTIME_ROUTES
  for (const [operation, routeMethod, pattern, names] of routes) {
    const match = routeMethod === method ? pattern.exec(rawPath) : null
    if (!match) continue
    const parameters = names.map((name, index) => [name, decoded(match[index + 1] ?? '')])
    return { operation, parameters: Object.fromEntries(parameters) as Record<string, string> }
  }
  return undefined
}

function path(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`)
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
