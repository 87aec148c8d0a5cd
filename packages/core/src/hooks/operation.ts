import { isRecord } from '../internal/is-record.ts'
import type { RouteRequest } from '../route-request.ts'
import type { HookOperation } from './hook-event.ts'
import type { ObservedRequest } from './observation.ts'

/** Endpoints, by how they begin, in order. */
const OPERATIONS: readonly (readonly [start: string, operation: HookOperation])[] = [
  ['/chat/completions', 'chat'],
  ['/responses/input_tokens', 'count_tokens'],
  ['/responses', 'responses'],
  ['/messages/count_tokens', 'count_tokens'],
  ['/messages/batches', 'batches'],
  ['/messages', 'messages'],
  ['/completions', 'completions'],
  ['/complete', 'completions'],
  ['/embeddings', 'embeddings'],
  ['/images', 'images'],
  ['/audio', 'audio'],
  ['/moderations', 'moderations'],
  ['/models', 'models'],
  ['/tokenize', 'count_tokens'],
  ['/converse/count-tokens', 'count_tokens'],
  ['/converse', 'converse'],
]

/** Operations of Bedrock's own API, whose paths end in them: `/model/{id}/converse-stream`. */
const BEDROCK_OPERATIONS: Readonly<Record<string, HookOperation>> = {
  converse: 'converse',
  'converse-stream': 'converse',
  invoke: 'invoke_model',
  'invoke-with-response-stream': 'invoke_model',
  'count-tokens': 'count_tokens',
}

/** What a request to an endpoint asks for. Of an endpoint without a name of its own the first word of its path. */
export function operationOf(endpoint: string, body?: unknown): HookOperation {
  if (endpoint === '') return operationOfBody(body)
  const known = OPERATIONS.find(
    ([start]) => endpoint === start || endpoint.startsWith(`${start}/`) || endpoint.startsWith(`${start}:`),
  )
  if (known !== undefined) return known[1]
  const words = endpoint.split('/').filter((word) => word !== '')
  const ofBedrock = words[0] === 'model' ? BEDROCK_OPERATIONS[words.at(-1) ?? ''] : undefined
  return ofBedrock ?? words[0] ?? 'unknown'
}

/** A gateway's endpoint for queries goes by what it is asked. */
function operationOfBody(body: unknown): HookOperation {
  if (!isRecord(body) || 'messages' in body) return 'chat'
  if ('input' in body) return 'embeddings'
  return 'prompt' in body ? 'completions' : 'chat'
}

/** What is told of a request of an OpenAI-shaped or Anthropic-shaped client when it begins. */
export function toObservedRequest(request: RouteRequest): ObservedRequest {
  const body = request.json()
  const { client, endpoint, url, deployment, headers, signal } = request
  const fields = isRecord(body) ? body : {}
  const model = fields['model'] ?? formField(request.body, 'model') ?? deployment
  return {
    client: client.kind,
    operation: operationOf(endpoint, body),
    stream: fields['stream'] === true || formField(request.body, 'stream') === 'true',
    url,
    model: typeof model === 'string' ? model : undefined,
    body: () => body,
    headers,
    signal,
  }
}

function formField(body: unknown, name: string): string | undefined {
  const value = body instanceof FormData ? body.get(name) : undefined
  return typeof value === 'string' ? value : undefined
}
