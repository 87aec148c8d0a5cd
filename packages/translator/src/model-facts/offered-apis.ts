import { describeModel, familyOf } from './describe-model.ts'
import { FAMILIES } from './families.ts'
import type { BedrockApi, NativeApi } from './model-capabilities.ts'
import { parseModelId } from './model-id.ts'

/**
 * Whether Bedrock Runtime serves a model in OpenAI's own shape, at `{runtime}/openai/v1/chat/completions`, with everything
 * that a request may hold. Ids that do not say which model they are count as none.
 */
export function isServedNatively(id: string): boolean {
  const { model = '', provider = '' } = parseModelId(id)
  return FAMILIES[familyOf(provider, model)].nativeApis.includes('chat-completions')
}

/** The APIs that an id can be called by, on each host. */
export interface OfferedApis {
  readonly runtime: readonly BedrockApi[]
  readonly mantle: readonly NativeApi[]
}

/**
 * The APIs that a model id can be called by. Runtime's are none for a bare id that it refuses, Mantle's none for the id of a
 * profile: that host knows bare ids only.
 */
export function apisOf(id: string): OfferedApis {
  const { runtimeApis, mantleApis, profileOnly } = describeModel(id).capabilities
  const { kind, geography } = parseModelId(id)
  const isBare = kind === 'foundation-model' && geography === undefined
  return { runtime: isBare && profileOnly ? [] : runtimeApis, mantle: isBare ? mantleApis : [] }
}
