import { dispatch, type ClientFacts, parseJSON, type Warning } from '@patchbay/core'
import { toBedrockError, TranslationError } from '@patchbay/translator'
import { BackendFailure, rejection, withinDepth } from './backend-failure.ts'
import type { Service } from './service.ts'
import { warn } from './tell-hooks.ts'

/** Only the path below it counts: the route has a base of its own. */
const BASE = 'https://api.openai.com/v1'

/** Sends a chat completion along the service's route. See `callOpenAI`. */
export function callChat(service: Service, body: object): Promise<Response> {
  return callOpenAI(service, '/chat/completions', body)
}

/**
 * Sends a request in OpenAI's shape along the service's route.
 *
 * @throws BackendFailure for every answer that reports a failure; rejects as `fetch` does when no answer came.
 */
export async function callOpenAI(service: Service, endpoint: string, body: object): Promise<Response> {
  const response = await sendOpenAI(service, endpoint, body)
  if (response.status < 400) return response
  throw await readFailureResponse(response)
}

/** The same, with failures as the answers that they are. */
export async function sendOpenAI(service: Service, endpoint: string, body: object): Promise<Response> {
  const { route, signal, fetch, observation } = service
  const init = {
    method: 'POST',
    // Gateways are told the context that the attempt belongs to.
    headers: { 'content-type': 'application/json', ...(route.kind === 'gateway' && observation?.headers) },
    body: withinDepth(() => JSON.stringify(body)),
    ...(signal !== undefined && { signal }),
  }
  // The transport is the application's own: nothing may take its place.
  const client: ClientFacts = { kind: 'fetch', baseURL: BASE, fetch, customFetch: true }
  const response = await dispatch(route, { url: BASE + endpoint, init }, client, observation)
  service.onResponse(response)
  return response
}

/** The failure that an answer reports. */
export async function readFailureResponse(response: Response): Promise<BackendFailure> {
  return toFailure(response.status, parse(await response.text()), {
    requestId: readRequestId(response),
    retryAfter: response.headers.get('retry-after') ?? undefined,
  })
}

/** A backend's failure as the exception that stands for it. */
export function toFailure(
  status: number,
  body: unknown,
  headers: { readonly requestId?: string | undefined; readonly retryAfter?: string | undefined } = {},
): BackendFailure {
  const { type, message } = toBedrockError(status, body)
  return new BackendFailure({
    type: type ?? 'InternalServerException',
    message: message ?? '',
    status,
    ...headers,
  })
}

/**
 * What a translator gives; its refusals name the caller's own field.
 *
 * @throws BackendFailure
 */
export function translated<Value>(
  service: Pick<Service, 'observation'>,
  translate: () => { readonly value: Value; readonly warnings: readonly Warning[] },
): Value {
  const { value, warnings } = answered(translate)
  for (const warning of warnings) warn(service, warning)
  return value
}

/**
 * The same for translators that warn of nothing.
 *
 * @throws BackendFailure
 */
export function answered<Value>(translate: () => Value): Value {
  try {
    return translate()
  } catch (error) {
    if (!TranslationError.is(error)) throw error
    // The caller's mistake, unless it is the backend's answer that cannot be read.
    throw error.status === 400 ? rejection(error.message) : toFailure(error.status, { error })
  }
}

/** The SDK's facts about an answer. Retries are the SDK's to add. */
export function toMetadata(response: Response): object {
  const requestId = readRequestId(response)
  return { httpStatusCode: 200, ...(requestId !== undefined && { requestId }) }
}

function readRequestId(response: Response): string | undefined {
  return response.headers.get('x-request-id') ?? undefined
}

/** A text that is not JSON is a message itself. */
function parse(text: string): unknown {
  const value = parseJSON(text)
  return value === undefined ? { error: { message: text } } : value
}
