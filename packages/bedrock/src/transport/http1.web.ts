import type { RequestHandler } from '../detect.ts'
import type { HttpRequest } from '../smithy.ts'
import type { CallOptions } from './call-options.ts'

/** The SDK's handler is `fetch` there, which knows every version of HTTP. */
export async function sendOverHttp1(
  original: RequestHandler,
  request: HttpRequest,
  options: CallOptions,
): Promise<unknown> {
  return original.handle(request, options)
}
