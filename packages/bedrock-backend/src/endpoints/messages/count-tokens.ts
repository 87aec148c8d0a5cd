import { encodeBase64, encodeModelId, parseModelId } from '@patchbay/translator'

import { warningHeaders } from '../../backend/report-warnings.ts'
import { unknownOperation } from '../../backend/service-error.ts'
import { RequestFailure } from '../../request-failure.ts'
import { readText } from '../../transport/http-client.ts'
import { parseAnswer } from './claude.ts'
import { toClaudeBody } from './claude-body.ts'
import { converseCountInput } from './converse.ts'
import { requestIdHeaders } from './event-answer.ts'
import type { PreparedMessage } from './prepared-message.ts'

/**
 * Counts by CountTokens, which takes the request as InvokeModel or Converse would.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html
 */
export async function countTokens(prepared: PreparedMessage): Promise<Response> {
  const { request, services, model } = prepared
  const { id, capabilities } = model.facts
  const { input, warnings } = capabilities.messagesByInvokeModel
    ? { input: claudeInput(prepared), warnings: prepared.warnings }
    : await converseCountInput(prepared)
  // The operation knows foundation models, not the profiles that spread their traffic over regions.
  const counted = parseModelId(id).model ?? id
  const answer = await services.call(
    {
      service: 'bedrock-runtime',
      method: 'POST',
      path: `/model/${encodeModelId(counted)}/count-tokens`,
      accept: 'application/json',
      body: JSON.stringify({ input }),
      model: id,
    },
    request,
  )
  const json = parseAnswer(await readText(answer.body))
  const failure = unknownOperation(json)
  if (failure !== undefined) throw failure
  const headers = { ...requestIdHeaders(answer), ...warningHeaders(warnings) }
  return Response.json({ input_tokens: inputTokensOf(json) }, { headers })
}

/** A count's request names no limit of the answer, without which Claude takes no body. */
function claudeInput({ asked }: PreparedMessage): object {
  const body = toClaudeBody(asked)
  const thinking = body['thinking']
  const budget =
    typeof thinking === 'object' && thinking !== null && 'budget_tokens' in thinking
      ? thinking.budget_tokens
      : 0
  const complete = { max_tokens: (typeof budget === 'number' ? budget : 0) + 1, ...body }
  return { invokeModel: { body: encodeBase64(new TextEncoder().encode(JSON.stringify(complete))) } }
}

function inputTokensOf(json: unknown): number {
  const count =
    typeof json === 'object' && json !== null && 'inputTokens' in json ? json.inputTokens : undefined
  if (typeof count === 'number') return count
  throw new RequestFailure('Amazon Bedrock did not say how many tokens there are.', {
    status: 502,
    type: 'server_error',
  })
}
