import { isObject } from '../../is-object.ts'
import { ruleContext } from '../converse.ts'
import { defaultReply } from '../default-reply.ts'
import { brokenRule } from '../rules/converse-rules.ts'
import type { ConverseBody } from '../wire.ts'
import { toConverseResponse } from '../converse-response.ts'
import { toStreamEvents } from '../stream-events.ts'
import { extraneousKey, malformed, type NativeModel } from './native-model.ts'

const KNOWN = [
  'schemaVersion',
  'system',
  'messages',
  'inferenceConfig',
  'toolConfig',
  'additionalModelRequestFields',
  'reasoningConfig',
]
const NO_MODELS = { foundationModels: [], inferenceProfiles: [] }

/** Nova's own body is nearly that of Converse: https://docs.aws.amazon.com/nova/latest/userguide/complete-request-schema.html */
export const novaMessages: NativeModel = {
  check(body, bareModelId) {
    if (!isObject(body)) return malformed('expected type: JSONObject')
    const extra = extraneousKey(body, KNOWN)
    if (extra) return extra
    if (!Array.isArray(body['messages'])) return malformed('#: required key [messages] not found')
    return brokenRule(contextOf(body, bareModelId))?.rejection
  },
  answer(body, bareModelId) {
    const context = contextOf(body, bareModelId)
    const whole = toConverseResponse(defaultReply(context), context, new Set())
    const { output, stopReason, usage } = whole
    return {
      body: { output, stopReason, usage },
      chunks: toStreamEvents(whole),
      inputTokens: usage.inputTokens,
      outputTokens: usage.outputTokens,
    }
  },
}

const contextOf = (body: unknown, bareModelId: string) =>
  ruleContext(`us.${bareModelId}`, body as ConverseBody, false, NO_MODELS)
