import { jsonAnswer } from '../../gateway-server/gateway-answers.ts'
import { CREATED } from '../../gateway-server/openai-answer.ts'
import type { Operation } from '../operation.ts'
import { openAIFailure } from './openai-errors.ts'
import { MANTLE_MODELS } from './surfaces.ts'

/** GET /v1/models of Mantle. It lists ids that an API may refuse all the same. */
export const listModels: Operation = {
  check: () => undefined,
  refuse: openAIFailure,
  answer: ({ requestId }) =>
    jsonAnswer(
      200,
      {
        object: 'list',
        data: MANTLE_MODELS.map((id) => ({
          id,
          object: 'model',
          created: CREATED,
          owned_by: id.split('.')[0],
        })),
      },
      { 'x-amzn-requestid': requestId },
    ),
}
