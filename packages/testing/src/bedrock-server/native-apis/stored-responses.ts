import { jsonAnswer } from '../../gateway-server/gateway-answers.ts'
import type { Operation, OperationState } from '../operation.ts'
import { openAIFailure } from './openai-errors.ts'
import type { StoredResponse } from './stored-response.ts'

type Answer = (stored: StoredResponse, id: string, state: OperationState) => unknown

/** An operation on a stored response. */
function onStored(toAnswer: Answer): Operation {
  return {
    check: ({ host }, { id = '' }, { responses }) => {
      const stored = responses.get(id)
      return stored?.isStored === true && stored.host === host
        ? undefined
        : { type: 'ResourceNotFoundException', message: `Response with id '${id}' not found.`, param: 'id' }
    },
    refuse: openAIFailure,
    answer({ requestId }, { id = '' }, state) {
      const stored = state.responses.get(id) as StoredResponse
      return jsonAnswer(200, toAnswer(stored, id, state), { 'x-amzn-requestid': requestId })
    },
  }
}

/** GET .../responses/{id} */
export const getResponse = onStored(({ response }) => response)

/** DELETE .../responses/{id} */
export const deleteResponse = onStored((_stored, id, { responses }) => {
  responses.delete(id)
  return { id, object: 'response', deleted: true }
})

/** POST .../responses/{id}/cancel */
export const cancelResponse = onStored(({ response }) => ({ ...response, status: 'cancelled' }))

/** GET .../responses/{id}/input_items */
export const listResponseInputItems = onStored(({ input }) => ({
  object: 'list',
  data: input,
  first_id: null,
  last_id: null,
  has_more: false,
}))
