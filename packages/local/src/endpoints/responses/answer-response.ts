import { toResponse, type WholeResponse } from '@patchbay/translator'

import { emitAll, warningHeaders } from '../../backend/report-warnings.ts'
import { readOutput } from '../chat-completions/answer-whole.ts'
import { callAll } from '../chat-completions/exchange.ts'
import type { ResponseExchange } from './exchange.ts'

/** Calls Converse and answers with a response. */
export async function answerResponse(exchange: ResponseExchange): Promise<Response> {
  const { whole, headers } = await complete(exchange)
  return new Response(JSON.stringify(whole.response), {
    status: 200,
    headers: { 'content-type': 'application/json', ...headers },
  })
}

/** A whole answer, and the headers that go with it. Its warnings have been handed on. */
export async function complete(
  exchange: ResponseExchange,
): Promise<{ whole: WholeResponse; headers: Record<string, string> }> {
  const { recall, context, services } = exchange
  const answers = await callAll(exchange, 'converse', readOutput)
  const { value, warnings } = toResponse(answers[0]?.output ?? {}, recall, context)
  emitAll(warnings, services.settings.options)
  return {
    whole: value,
    headers: { ...answers[0]?.headers, ...warningHeaders([...exchange.warnings, ...warnings]) },
  }
}
