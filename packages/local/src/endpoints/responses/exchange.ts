import type { ResponseRecall } from '@patchbay/translator'

import type { Exchange } from '../chat-completions/exchange.ts'

/** One response on its way: what was asked, in both languages, and what its answer needs. */
export interface ResponseExchange extends Omit<Exchange, 'recall'> {
  readonly recall: ResponseRecall
}
