import { isObject } from '../is-object.ts'
import type { RecordedRequest } from '../exchange/recorded-request.ts'
import { chatCompletion } from './chat-completions.ts'
import { completion } from './completions.ts'
import { embeddings } from './embeddings.ts'
import { countMessageTokens, messages } from './messages.ts'
import { modelList, oneModel } from './models.ts'
import type { BackendAnswer, OpenAIRequest } from './openai-answer.ts'
import { response } from './responses.ts'

/** Endpoints of a backend of OpenAI's or Anthropic's protocol, wherever below a gateway's base they stand. First match wins. */
const ENDPOINTS: readonly (readonly [RegExp, (request: OpenAIRequest) => BackendAnswer])[] = [
  [/\/chat\/completions$/, chatCompletion],
  [/\/completions$/, completion],
  [/\/embeddings$/, embeddings],
  [/\/responses$/, response],
  [/\/messages$(?<!\/threads\/[^/]+\/messages)/, messages],
  [/\/messages\/count_tokens$/, countMessageTokens],
  // A gateway's own way to address a route says nothing about the endpoint: the body does.
  [/\/query\/[^/]+$/, chatCompletion],
]

/** What the default backend answers. */
export function backendAnswer(
  request: RecordedRequest,
  models: readonly string[],
  text: string | undefined,
): BackendAnswer {
  if (request.method === 'GET') return readingAnswer(request.path, models)
  const endpoint = ENDPOINTS.find(([pattern]) => pattern.test(request.path))?.[1]
  if (request.method !== 'POST' || !endpoint) {
    return failure(404, `Unknown request URL: ${request.method} ${request.path}.`, 'unknown_url')
  }
  const problem = jsonProblem(request)
  if (problem) return problem
  return endpoint({ body: request.json as Record<string, unknown>, text })
}

function readingAnswer(path: string, models: readonly string[]) {
  if (path.endsWith('/models')) return modelList(models)
  const id = /\/models\/(.+)$/s.exec(path)?.[1]
  const model = id === undefined ? undefined : oneModel(models, decodeURIComponent(id))
  if (model) return model
  return id === undefined
    ? failure(404, `Unknown request URL: GET ${path}.`, 'unknown_url')
    : failure(404, `The model '${decodeURIComponent(id)}' does not exist.`, 'model_not_found')
}

/** Strict about what a client sends: JSON, called JSON, and an object. */
function jsonProblem(request: RecordedRequest) {
  const contentType = request.headers['content-type'] ?? ''
  if (!/^application\/json\s*(;|$)/i.test(contentType)) {
    return failure(415, `Unsupported content type '${contentType}'. Send 'application/json'.`, null)
  }
  return isObject(request.json)
    ? undefined
    : failure(400, 'We could not parse the JSON body of your request.', null)
}

const failure = (status: number, message: string, code: string | null) => ({
  error: { status, message, type: 'invalid_request_error', code, param: null },
})
