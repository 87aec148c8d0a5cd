import { parseModelId } from './model-id.ts'

/**
 * The models that Bedrock Runtime serves in OpenAI's own shape, at `{runtime}/openai/v1/chat/completions`, by the beginning
 * of their ids (2026-11): "all OpenAI models supported in Amazon Bedrock". Others may follow: a route's `api: 'native'` sends
 * any model there.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-chat-completions.html
 */
const NATIVE_MODELS = ['openai.gpt-oss-']

/** Whether Bedrock serves a model in OpenAI's own shape. Ids that do not say which model they are count as none. */
export function isServedNatively(id: string): boolean {
  const { model } = parseModelId(id)
  return model !== undefined && NATIVE_MODELS.some((start) => model.startsWith(start))
}
