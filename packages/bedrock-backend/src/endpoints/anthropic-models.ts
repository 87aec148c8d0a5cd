import type { RouteRequest } from '@patchbay/core'
import type { ListedModel, Services } from '../backend/services.ts'
import { serveModel, serveModelList } from './models.ts'

/** `GET /models` of Anthropic's API: everything the account can reach in the route's region, on one page. */
export async function serveAnthropicModelList(request: RouteRequest, services: Services): Promise<Response> {
  const list = (await (await serveModelList(request, services)).json()) as { data: readonly ListedModel[] }
  const data = list.data.map(toModelInfo)
  return Response.json({
    data,
    has_more: false,
    first_id: data.at(0)?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  })
}

/** `GET /models/{id}` of Anthropic's API. */
export async function serveAnthropicModel(request: RouteRequest, services: Services): Promise<Response> {
  const model = (await (await serveModel(request, services)).json()) as ListedModel
  return Response.json(toModelInfo(model))
}

/** https://docs.claude.com/en/api/models-list. Bedrock says nothing of limits and lifecycles here. */
function toModelInfo({ id, created, apis }: ListedModel) {
  return {
    type: 'model',
    id,
    display_name: id,
    created_at: new Date(created * 1000).toISOString(),
    capabilities: null,
    deprecated_at: null,
    lifecycle: 'active',
    line: null,
    max_input_tokens: null,
    max_tokens: null,
    apis,
    retires_at: null,
  }
}
