import type { ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime'
import { isRecord } from '@patchbay/core'
import { rejection } from '../openai-backend/backend-failure.ts'
import { serveCountTokens as countOpenAITokens } from '../openai-backend/count-tokens.ts'
import { callOpenAI, toFailure, toMetadata } from '../openai-backend/send-openai.ts'
import type { ServeCommand } from '../openai-backend/service.ts'
import { toConverseBody } from './converse.ts'

/**
 * Serves CountTokens for a model that Bedrock's own CountTokens does not have. The count is an estimate, which the output says
 * (`estimated: true`) and a warning `token_count_estimated`.
 */
export const serveCountTokens: ServeCommand = async (service) => {
  const { modelId, input } = service.input
  if (!isRecord(input)) throw rejection('input must have a member "converse" or "invokeModel".')
  const { converse } = input
  if (!isRecord(converse)) return { ...(await countOpenAITokens(service)), estimated: true }
  const body = toConverseBody({ ...converse, modelId } as unknown as ConverseCommandInput)
  const response = await callOpenAI(service, '/converse/count-tokens', body)
  const answer: unknown = await response.json().catch(() => undefined)
  if (!isRecord(answer) || typeof answer['inputTokens'] !== 'number') {
    throw toFailure(502, { error: { message: `The route "${service.route.name}" counted no tokens.` } })
  }
  return { inputTokens: answer['inputTokens'], estimated: true, $metadata: toMetadata(response) }
}
