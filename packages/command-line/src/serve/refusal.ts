import { type ClientProtocol, errorResponse, toAnthropicError } from '@patchbay/core'

/** A request that is answered here, and not by the route. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  /** The HTTP status. */
  readonly status: number
  /** Stable and machine-readable, the `code` of OpenAI's error envelope. */
  readonly code: string
  /** Headers of the answer, e.g. `allow`. */
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

/** The route had no answer, or none that could be read. Its hooks have been told. */
export class Unreachable extends Refusal {
  constructor(cause: unknown) {
    super(502, 'route_unreachable', `The route could not be reached${reasonOf(cause)}.`)
  }
}

/** The code of a connection's failure. Its message may have more in it than a caller should know. */
function reasonOf(error: unknown): string {
  for (let link = error, depth = 0; link instanceof Error && depth < 5; link = link.cause, depth += 1)
    if ('code' in link && typeof link.code === 'string') return ` (${link.code})`
  return ''
}

/** The answer to a refused request, in the error envelope of the caller's protocol. */
export function refusalResponse(refusal: Refusal, protocol: ClientProtocol): Response {
  const { status, code, message, headers } = refusal
  if (protocol === 'openai') return errorResponse(status, { message, code }, { ...headers })
  return Response.json(toAnthropicError(status, { error: { message, code } }, null), { status, headers })
}
