import { DO_NOT_RETRY, RequestFailure } from '../../request-failure.ts'
import type { MessagesExchange } from './exchange.ts'

export async function serveByConverse(exchange: MessagesExchange): Promise<Response> {
  throw notYet(exchange)
}
export async function converseCountInput(
  exchange: MessagesExchange,
): Promise<{ input: object; warnings: MessagesExchange['warnings'] }> {
  throw notYet(exchange)
}
function notYet({ model }: MessagesExchange): RequestFailure {
  return new RequestFailure(
    `The Messages API serves Claude alone, not ${model.facts.id}.`,
    { status: 400, param: 'model' },
    DO_NOT_RETRY,
  )
}
