import { toResponse, type WholeResponse } from '@patchbay/translator'

import { emitAll, warningHeaders } from '../../backend/report-warnings.ts'
import { readOutput } from '../chat-completions/answer-whole.ts'
import { callAll } from '../chat-completions/prepared-request.ts'
import type { PreparedResponse } from './prepared-response.ts'

/** Calls Converse and answers with a response. */
export async function answerResponse(prepared: PreparedResponse): Promise<Response> {
  const { whole, headers } = await complete(prepared)
  return new Response(JSON.stringify(whole.response), {
    status: 200,
    headers: { 'content-type': 'application/json', ...headers },
  })
}

/** A whole answer, and the headers that go with it. Its warnings have been handed on. */
export async function complete(
  prepared: PreparedResponse,
): Promise<{ whole: WholeResponse; headers: Record<string, string> }> {
  const { responseContext, context, services } = prepared
  const answers = await callAll(prepared, 'converse', readOutput)
  const { value, warnings } = toResponse(answers[0]?.output ?? {}, responseContext, context)
  emitAll(warnings, services.settings.options)
  return {
    whole: value,
    headers: { ...answers[0]?.headers, ...warningHeaders([...prepared.warnings, ...warnings]) },
  }
}
