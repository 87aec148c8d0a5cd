import { encodeModelId } from '@patchbay/translator'

import { warningHeaders } from '../../backend/report-warnings.ts'
import { unknownOperation } from '../../backend/service-error.ts'
import { connectionError, readText } from '../../transport/http-client.ts'
import { toClaudeBody } from './claude-body.ts'
import { claudeEvents } from './claude-events.ts'
import { eventAnswer, refuseWhole, requestIdHeaders } from './event-answer.ts'
import type { PreparedMessage } from './prepared-message.ts'
import { readFrames } from '../../backend/read-frames.ts'

/** Claude's own protocol: by InvokeModel and InvokeModelWithResponseStream, both ways untouched. */
export async function serveClaude(prepared: PreparedMessage): Promise<Response> {
  const { request, services, asked, model, warnings } = prepared
  const { id } = model.facts
  const operation = asked.stream ? 'invoke-with-response-stream' : 'invoke'
  const answer = await services.call(
    {
      service: 'bedrock-runtime',
      method: 'POST',
      path: `/model/${encodeModelId(id)}/${operation}`,
      accept: asked.stream ? 'application/vnd.amazon.eventstream' : 'application/json',
      body: JSON.stringify(toClaudeBody(asked)),
      model: id,
    },
    request,
  )
  const headers = { ...requestIdHeaders(answer), ...warningHeaders(warnings) }
  if (asked.stream) {
    await refuseWhole(answer)
    return eventAnswer(readFrames(answer.body, claudeEvents()), request, headers)
  }
  const text = await readText(answer.body)
  const failure = unknownOperation(parseAnswer(text))
  if (failure !== undefined) throw failure
  return new Response(text, { headers: { 'content-type': 'application/json', ...headers } })
}

/** An answer that is no JSON did not come from Bedrock, or not in one piece: trying again may help. */
export function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw connectionError(error)
  }
}
