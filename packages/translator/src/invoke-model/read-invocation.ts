import type { Translated } from '../context.ts'
import { WarningCollector } from '../context.ts'
import { isObject, reject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import { parseModelId } from '../model-facts/model-id.ts'
import { isTooDeep } from '../shapes/read-shape.ts'
import { readJurassic } from './ai21/jurassic.ts'
import { refuse } from './body-fields.ts'
import { readClaudeMessages } from './claude/messages.ts'
import { readClaudePrompt } from './claude/text-completions.ts'
import { readCommand } from './cohere/command.ts'
import { readCommandR } from './cohere/command-r.ts'
import { readCohereEmbeddings } from './cohere/embeddings.ts'
import { readDeepSeekPrompt } from './deepseek/text.ts'
import type { Invocation, InvokeScope } from './invoke-request.ts'
import { readLlama } from './llama/llama.ts'
import { readMistralPrompt } from './mistral/text.ts'
import { readNovaEmbeddings } from './nova/embeddings.ts'
import { readNova } from './nova/nova.ts'
import { readOpenAIShape } from './openai-shape/openai-shape.ts'
import { readTitanEmbeddings } from './titan/embeddings.ts'
import { readTitanText } from './titan/text.ts'

type Reader = (body: JsonObject, scope: InvokeScope) => Invocation

/** Bodies that only one family has. First match wins. */
const BY_BODY: readonly (readonly [(body: JsonObject) => boolean, Reader])[] = [
  [(body) => has(body, 'texts'), readCohereEmbeddings],
  [(body) => has(body, 'singleEmbeddingParams') || has(body, 'segmentedEmbeddingParams'), readNovaEmbeddings],
  [(body) => has(body, 'max_tokens_to_sample'), readClaudePrompt],
  [(body) => has(body, 'anthropic_version') && has(body, 'messages'), readClaudeMessages],
  [(body) => has(body, 'textGenerationConfig'), readTitanText],
  [(body) => has(body, 'inputImage') || has(body, 'embeddingTypes'), readTitanEmbeddings],
  [(body) => has(body, 'max_gen_len'), readLlama],
  [(body) => has(body, 'schemaVersion') || (has(body, 'messages') && has(body, 'inferenceConfig')), readNova],
  [(body) => has(body, 'message'), readCommandR],
  [(body) => has(body, 'prompt') && (has(body, 'maxTokens') || has(body, 'numResults')), readJurassic],
  [(body) => has(body, 'prompt') && (has(body, 'p') || has(body, 'num_generations')), readCommand],
  [(body) => promptHas(body, /<｜(?:User|Assistant)｜>/), readDeepSeekPrompt],
  [(body) => promptHas(body, /<\|(?:start_header_id|header_start)\|>/), readLlama],
  [(body) => promptHas(body, /<s>\s*\[INST\]/) && has(body, 'max_tokens'), readMistralPrompt],
]

/** Bodies that several families have: the model's id decides. First match wins. */
const BY_MODEL: readonly (readonly [RegExp, (body: JsonObject) => boolean, Reader])[] = [
  [/^cohere\.embed/, () => true, readCohereEmbeddings],
  [/^amazon\.titan-embed/, (body) => has(body, 'inputText'), readTitanEmbeddings],
  [/^amazon\.titan/, (body) => has(body, 'inputText'), readTitanText],
  [/^amazon\.nova/, (body) => has(body, 'messages'), readNova],
  [/^anthropic\./, (body) => has(body, 'messages'), readClaudeMessages],
  [/^anthropic\./, (body) => has(body, 'prompt'), readClaudePrompt],
  [/^meta\./, (body) => has(body, 'prompt'), readLlama],
  [/^mistral\./, (body) => has(body, 'prompt'), readMistralPrompt],
  [/^deepseek\./, (body) => has(body, 'prompt'), readDeepSeekPrompt],
  [/^cohere\./, (body) => has(body, 'prompt'), readCommand],
  [/^ai21\./, (body) => has(body, 'prompt'), readJurassic],
]

const UNDERSTOOD =
  'This route understands the bodies of Claude, Nova, Llama, Mistral, Titan, Cohere, DeepSeek and AI21, chat completions, ' +
  'and the embeddings of Titan, Cohere and Nova.'

/**
 * What a body of InvokeModel asks for. The body decides the family; where several have the same, the model's id does.
 *
 * @param body - the parsed body
 * @throws TranslationError (400) for a body that no family has, and for what has no counterpart
 */
export function readInvocation(
  body: unknown,
  context: { readonly modelId: string; readonly id: string },
): Translated<Invocation> {
  if (!isObject(body)) return reject('body', `The body must be a JSON object. ${UNDERSTOOD}`)
  if (isTooDeep(body)) reject('body', 'The body is nested too deeply.')
  const guardrail = Object.keys(body).find((name) => name.startsWith('amazon-bedrock-guardrail'))
  if (guardrail !== undefined) refuse(guardrail)
  const warnings = new WarningCollector()
  const value = findReader(body, context.modelId)(body, { ...context, warnings })
  return { value, warnings: warnings.list() }
}

function findReader(body: JsonObject, modelId: string): Reader {
  const model = parseModelId(modelId).model ?? ''
  const found =
    BY_BODY.find(([fits]) => fits(body))?.[1] ??
    BY_MODEL.find(([pattern, fits]) => pattern.test(model) && fits(body))?.[2]
  if (found !== undefined) return found
  if (Array.isArray(body['messages'])) return readOpenAIShape
  return reject(
    'body',
    `The body fits no model family that is known, or several of them, and "${modelId}" does not say which. ` +
      UNDERSTOOD,
    'unsupported_body',
  )
}

function has(body: JsonObject, name: string): boolean {
  return body[name] !== undefined
}

function promptHas(body: JsonObject, marks: RegExp): boolean {
  return typeof body['prompt'] === 'string' && marks.test(body['prompt'])
}
