import { errorResponse } from '../errors/error-response.ts'

/**
 * Javelin reports a guardrail's refusal as HTTP 200 with `error_code` and `reject_prompt`: the caller gets a 400 with
 * `code: "content_filter"` and that text. Its other errors have OpenAI's envelope already.
 */
export async function answerJavelin(response: Response): Promise<Response> {
  if (response.status !== 200 || !isJSON(response)) return response
  const text = await response.text()
  const refusal = refusalIn(text)
  if (refusal === undefined) return new Response(text, { status: 200, headers: plainHeaders(response) })
  return errorResponse(
    400,
    { message: refusal, type: 'invalid_request_error', code: 'content_filter' },
    { 'x-should-retry': 'false', ...requestId(response) },
  )
}

function refusalIn(text: string): string | undefined {
  if (!text.includes('"reject_prompt"')) return undefined
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body !== 'object' || body === null || !('reject_prompt' in body)) return undefined
    const isRefusal =
      'error_code' in body && typeof body.reject_prompt === 'string' && body.reject_prompt !== ''
    return isRefusal ? (body.reject_prompt as string) : undefined
  } catch {
    return undefined
  }
}

function isJSON(response: Response): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\b/i.test(response.headers.get('content-type') ?? '')
}

/** The answer's headers, less those that describe the encoding that reading it has undone. */
function plainHeaders(response: Response): Headers {
  const headers = new Headers(Object.fromEntries(response.headers))
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) headers.delete(name)
  return headers
}

function requestId(response: Response): Record<string, string> {
  const id = response.headers.get('x-request-id')
  return id === null ? {} : { 'x-request-id': id }
}
