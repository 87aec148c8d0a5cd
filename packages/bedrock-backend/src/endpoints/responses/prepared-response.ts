import type { ResponsesResponseContext } from '@patchbay/translator'

import type { PreparedRequest } from '../chat-completions/prepared-request.ts'

/** One response on its way: what was asked, in both languages, and what its answer needs. */
export interface PreparedResponse extends Omit<PreparedRequest, 'responseContext'> {
  readonly responseContext: ResponsesResponseContext
}
