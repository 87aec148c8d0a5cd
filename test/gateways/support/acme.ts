import {
  ConfigurationError,
  defineGateway,
  errorResponse,
  isPathSegment,
  readJSONAnswer,
} from '@patchbay/sdk/gateways'

/** A route to Acme's gateway: `acme({ baseURL, apiKey, route: 'support', tier: 'fast' })`. */
export const acme = defineGateway({
  name: 'acme',
  // The options that are this gateway's own. Their types follow from this table; others are refused.
  options: { route: 'string', tier: ['fast', 'cheap'] },
  environment: { baseURL: 'ACME_BASE_URL', apiKey: 'ACME_API_KEY' },
  required: ['apiKey'],
  keys: ({ apiKey }) => ({ 'x-acme-key': apiKey }),
  headers: (request, { route, tier }) => ({
    'x-acme-route': route,
    'x-acme-tier': tier,
    'x-acme-model': request.model,
  }),
  // It becomes a part of the path: `..` would lead elsewhere.
  check: ({ route = 'default' }) => {
    if (!isPathSegment(route)) throw new ConfigurationError('acme(): `route` cannot be a part of a path.')
  },
  // Below the base URL: /routes/support/chat/completions
  url: ({ endpoint, url }, { route = 'default' }) =>
    `/routes/${encodeURIComponent(route)}${endpoint}${url.search}`,
  body: (body, request) => (request.endpoint === '/chat/completions' ? { ...body, trace: true } : body),
  // A guardrail's refusal comes with status 200: {"blocked": "..."}
  answer: async (answer) => {
    const { body, response } = await readJSONAnswer(answer)
    const { blocked } = (body ?? {}) as { blocked?: string }
    if (blocked === undefined) return response
    return errorResponse(400, { message: blocked, code: 'content_filter' }, { 'x-should-retry': 'false' })
  },
  // Requests of a BedrockRuntimeClient go to /bedrock/model/{id}/converse. The gateway signs them.
  bedrock: { url: ({ path, search }) => `/bedrock${path}${search}` },
  // register(client, 'support') with this gateway configured
  named: (route) => ({ route }),
})
