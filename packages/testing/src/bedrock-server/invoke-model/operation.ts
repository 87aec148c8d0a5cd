import { isObject } from '../../is-object.ts'
import { modelBehindProfile, type ServedModels } from '../control-plane.ts'
import type { Operation } from '../operation.ts'
import type { Reply } from '../reply.ts'
import { jsonAnswer } from '../answers.ts'
import { eventStreamAnswer } from '../event-stream-answer.ts'
import { familyOf } from '../families.ts'
import { parseModelReference } from '../model-id.ts'
import { invalid, onDemandRefusal } from '../service-error.ts'
import { validateShape } from '../validate-shape.ts'
import { amazonImage } from './amazon-image.ts'
import { claudeMessages } from './claude-messages.ts'
import { cohereEmbed } from './cohere-embed.ts'
import type { NativeModel } from './native-model.ts'
import { novaEmbed } from './nova-embed.ts'
import { novaMessages } from './nova-messages.ts'
import { readScript } from '../native-apis/scripted-events.ts'
import { stabilityImage } from './stability-image.ts'
import { titanEmbedImage } from './titan-embed-image.ts'
import { titanEmbed } from './titan-embed.ts'

/** The bodies that InvokeModel understands, by the model's id. First match wins. */
const NATIVE_MODELS: readonly (readonly [RegExp, NativeModel])[] = [
  [/^amazon\.titan-embed-image/, titanEmbedImage],
  [/^amazon\.titan-embed/, titanEmbed],
  [/^amazon\.nova-.*embeddings/, novaEmbed],
  [/^amazon\.(nova-canvas|titan-image-generator)/, amazonImage],
  [/^stability\.(sd3|stable-image-(core|ultra))/, stabilityImage],
  [/^cohere\.embed/, cohereEmbed],
  [/^anthropic\./, claudeMessages],
  [/^amazon\.nova/, novaMessages],
]

const check: Operation['check'] = (request, { modelId = '' }, { script, models }) => {
  const rejection = validateShape('InvokeModelRequest', {}, { modelId })
  if (rejection) return rejection
  const bareModelId = bareModelIdOf(modelId, models)
  const native = nativeModelOf(bareModelId)
  if (!native) {
    return script.pending() > 0 ? undefined : invalid('The provided model identifier is invalid.')
  }
  if (parseModelReference(modelId).kind === 'foundation-model' && familyOf(bareModelId).profileOnly)
    return onDemandRefusal(modelId)
  if (request.json === undefined)
    return invalid('Malformed input request, please reformat your input and try again.')
  const nullAt = findNullItem(request.json)
  if (nullAt !== undefined) return invalid(`${nullAt}: Input should be an object`)
  return native.check(request.json, bareModelId)
}

/** Lists of a body whose items are structures. */
const LISTS: ReadonlySet<string> = new Set(['messages', 'content', 'system', 'tools'])

/** The path of the first message, block or tool that is null, or of a message's content that is; the rules read their members. */
function findNullItem(body: unknown): string | undefined {
  if (!isObject(body)) return undefined
  for (const name of LISTS) {
    const items: readonly unknown[] = Array.isArray(body[name]) ? body[name] : []
    for (const [index, item] of items.entries()) {
      const path = `${name}.${index}`
      if (item === null) return path
      if (name === 'messages' && isObject(item) && item['content'] === null) return `${path}.content`
      const within = findNullItem(item)
      if (within !== undefined) return `${path}.${within}`
    }
  }
  return undefined
}

/** InvokeModel: a body in the model's own protocol, answered in it. */
export const invokeModel: Operation = {
  check,
  answer(request, { modelId = '' }, { models }, reply) {
    const bareModelId = bareModelIdOf(modelId, models)
    const { body, inputTokens, outputTokens } = nativeAnswer(bareModelId, request.json, reply)
    return jsonAnswer(request.requestId, body, {
      'x-amzn-bedrock-input-token-count': `${inputTokens}`,
      'x-amzn-bedrock-output-token-count': `${outputTokens}`,
      'x-amzn-bedrock-invocation-latency': '42',
    })
  },
}

/** InvokeModelWithResponseStream: the model's own stream events, each as the bytes of a chunk. */
export const invokeModelWithResponseStream: Operation = {
  check,
  answer(request, { modelId = '' }, { models }, reply) {
    const { chunks } = nativeAnswer(bareModelIdOf(modelId, models), request.json, reply)
    const events = chunks.map((chunk) => ({
      chunk: { bytes: Buffer.from(JSON.stringify(chunk)).toString('base64') },
    }))
    const stream = reply && 'stream' in reply ? reply.stream : undefined
    return eventStreamAnswer(request.requestId, stream?.events ?? events, stream, {
      'x-amzn-bedrock-content-type': 'application/json',
    })
  },
}

function nativeAnswer(bareModelId: string, body: unknown, reply: Reply | undefined) {
  const own = nativeModelOf(bareModelId)?.answer(body, bareModelId, readScript(reply).said)
  const scripted = reply && ('body' in reply || 'chunks' in reply) ? reply : undefined
  return {
    body: scripted?.body ?? own?.body ?? {},
    chunks: scripted?.chunks ?? own?.chunks ?? [],
    inputTokens: own?.inputTokens ?? 0,
    outputTokens: own?.outputTokens ?? 0,
  }
}

/** The model behind an application inference profile is found in the control plane's lists. */
function bareModelIdOf(modelId: string, models: ServedModels): string {
  return modelBehindProfile(modelId, models) ?? parseModelReference(modelId).bareModelId
}

function nativeModelOf(bareModelId: string): NativeModel | undefined {
  return NATIVE_MODELS.find(([pattern]) => pattern.test(bareModelId))?.[1]
}
