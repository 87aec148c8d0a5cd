import { isObject } from '../is-object.ts'
import {
  getFoundationModel,
  getInferenceProfile,
  listFoundationModels,
  listInferenceProfiles,
  type ServedModels,
} from './control-plane.ts'
import { checkConverse, ruleContext } from './converse.ts'
import { toConverseResponse } from './converse-response.ts'
import { createChatCompletion } from './native-apis/create-chat-completion.ts'
import { countMessageTokens, createMessage } from './native-apis/create-message.ts'
import { createResponse } from './native-apis/create-response.ts'
import { listModels } from './native-apis/list-models.ts'
import {
  cancelResponse,
  deleteResponse,
  getResponse,
  listResponseInputItems,
} from './native-apis/stored-responses.ts'
import { defaultReply } from './default-reply.ts'
import { eventStreamAnswer } from './event-stream-answer.ts'
import type { Operation } from './operation.ts'
import { refusedOfClaude } from './invoke-model/claude-refusals.ts'
import { invokeModel, invokeModelWithResponseStream } from './invoke-model/operation.ts'
import type { ConverseReply, Reply } from './reply.ts'
import { base64Bytes, errorAnswer, jsonAnswer } from './answers.ts'
import type { RuleContext } from './rules/rule.ts'
import type { OperationName } from './router.ts'
import { invalid, type Rejection } from './service-error.ts'
import { toStreamEvents } from './stream-events.ts'
import { countInputTokens } from './usage.ts'
import { validateShape } from './validate-shape.ts'
import type { ConverseBody } from './wire.ts'

const converse: Operation = {
  check: (request, { modelId = '' }, { models }) =>
    rejectionOf(checkConverse(modelId, request.json, false, models)),
  answer(request, { modelId = '' }, { models, promptCache }, reply) {
    const context = ruleContext(modelId, request.json as ConverseBody, false, models)
    return jsonAnswer(
      request.requestId,
      toConverseResponse(converseReply(reply, context), context, promptCache),
    )
  },
}

const converseStream: Operation = {
  check: (request, { modelId = '' }, { models }) =>
    rejectionOf(checkConverse(modelId, request.json, true, models)),
  answer(request, { modelId = '' }, { models, promptCache }, reply) {
    const context = ruleContext(modelId, request.json as ConverseBody, true, models)
    const content = converseReply(reply, context)
    const whole = toConverseResponse(content, context, promptCache)
    const encoded = JSON.parse(JSON.stringify(whole, base64Bytes), keepInteger) as typeof whole
    const events = content.stream?.events ?? toStreamEvents(encoded, content.stream?.deltaSize)
    return eventStreamAnswer(request.requestId, events, content.stream)
  },
}

/** Tokens are counted by foundation model: an application's profile names none. */
function checkCount(
  ...[request, { modelId = '' }]: Parameters<Operation['check']>
): ReturnType<Operation['check']> {
  const rejection = validateShape('CountTokensRequest', request.json ?? {}, { modelId })
  if (rejection) return rejection
  if (/^arn:.*:application-inference-profile\//.test(modelId)) {
    return invalid('The provided model identifier is invalid.')
  }
  const { input } = request.json as { input: { invokeModel?: { body: string } } }
  if (!input.invokeModel || !modelId.includes('anthropic.')) return undefined
  const body: unknown = JSON.parse(Buffer.from(input.invokeModel.body, 'base64').toString())
  return isObject(body) ? refusedOfClaude(body) : undefined
}

/** `JSON.rawJSON`, and what a reviver knows of a value's text: newer than the library's types. */
const rawJSON = (JSON as unknown as { rawJSON: (text: string) => unknown }).rawJSON

/** Keeps integers of scripted answers that JavaScript's numbers cannot hold. */
function keepInteger(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const isRounded = Number.isInteger(value) && !Number.isSafeInteger(value)
  return isRounded && context?.source !== undefined ? rawJSON(context.source) : value
}

const countTokens: Operation = {
  check: checkCount,
  answer(request) {
    const { input } = request.json as { input: { converse?: ConverseBody; invokeModel?: { body: string } } }
    const native = Buffer.from(input.invokeModel?.body ?? '', 'base64').toString()
    const inputTokens = input.converse ? countInputTokens(input.converse) : Math.ceil(native.length / 4)
    return jsonAnswer(request.requestId, { inputTokens })
  },
}

const applyGuardrail: Operation = {
  check: (request, parameters) => validateShape('ApplyGuardrailRequest', request.json ?? {}, parameters),
  answer(request, _parameters, _state, reply) {
    const zeros = {
      topicPolicyUnits: 0,
      contentPolicyUnits: 0,
      wordPolicyUnits: 0,
      sensitiveInformationPolicyUnits: 0,
      sensitiveInformationPolicyFreeUnits: 0,
      contextualGroundingPolicyUnits: 0,
    }
    const clean = { usage: zeros, action: 'NONE', outputs: [], assessments: [] }
    return jsonAnswer(request.requestId, reply && 'body' in reply ? reply.body : clean)
  },
}

/** An operation that only reads: `find` gives the answer or the rejection. */
function reading(
  find: (
    models: ServedModels,
    parameters: Readonly<Record<string, string>>,
    query: URLSearchParams,
  ) => object,
): Operation {
  return {
    check: () => undefined,
    answer(request, parameters, { models }) {
      const found = find(models, parameters, request.query)
      return isRejectionObject(found)
        ? errorAnswer(request.requestId, found)
        : jsonAnswer(request.requestId, found)
    },
  }
}

const notImplemented: Operation = {
  check: (request) => ({
    type: 'ValidationException',
    message: `The operation ${request.operation ?? ''} is not implemented by this test server.`,
  }),
  answer: () => 'disconnect',
}

/** How each operation is checked and answered. */
export const OPERATIONS: Record<OperationName, Operation> = {
  Converse: converse,
  ConverseStream: converseStream,
  InvokeModel: invokeModel,
  InvokeModelWithResponseStream: invokeModelWithResponseStream,
  InvokeModelWithBidirectionalStream: notImplemented,
  CountTokens: countTokens,
  CreateChatCompletion: createChatCompletion,
  CreateResponse: createResponse,
  GetResponse: getResponse,
  DeleteResponse: deleteResponse,
  CancelResponse: cancelResponse,
  ListResponseInputItems: listResponseInputItems,
  CreateMessage: createMessage,
  CountMessageTokens: countMessageTokens,
  ListModels: listModels,
  ApplyGuardrail: applyGuardrail,
  InvokeGuardrailChecks: notImplemented,
  StartAsyncInvoke: notImplemented,
  GetAsyncInvoke: notImplemented,
  ListAsyncInvokes: notImplemented,
  ListFoundationModels: reading((models, _parameters, query) => listFoundationModels(models, query)),
  GetFoundationModel: reading((models, { modelIdentifier = '' }) =>
    getFoundationModel(models, modelIdentifier),
  ),
  ListInferenceProfiles: reading((models, _parameters, query) => listInferenceProfiles(models, query)),
  GetInferenceProfile: reading((models, { inferenceProfileIdentifier = '' }) =>
    getInferenceProfile(models, inferenceProfileIdentifier),
  ),
}

/** A scripted reply that only says how the stream travels keeps the default content. */
function converseReply(reply: Reply | undefined, context: RuleContext): ConverseReply {
  const scripted = (reply ?? {}) as ConverseReply
  const hasContent = scripted.content !== undefined || scripted.text !== undefined
  return hasContent ? scripted : { ...defaultReply(context), ...scripted }
}

const rejectionOf = (checked: ReturnType<typeof checkConverse>): Rejection | undefined =>
  'rejection' in checked ? checked.rejection : undefined

const isRejectionObject = (found: object): found is Rejection =>
  'type' in found && 'message' in found && String(found.type).endsWith('Exception')
