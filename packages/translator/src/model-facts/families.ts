import { AI21_JAMBA } from './ai21.ts'
import { CLAUDE } from './claude.ts'
import { COHERE_COMMAND } from './cohere.ts'
import { DEEPSEEK } from './deepseek.ts'
import { GEMMA } from './gemma.ts'
import { GLM } from './glm.ts'
import { GPT, GPT_OSS } from './gpt.ts'
import { GROK } from './grok.ts'
import { KIMI } from './kimi.ts'
import { LLAMA } from './llama.ts'
import { MINIMAX } from './minimax.ts'
import { MISTRAL } from './mistral.ts'
import type { FamilyFacts, ModelFamily } from './model-capabilities.ts'
import { NEMOTRON } from './nemotron.ts'
import { NOVA } from './nova.ts'
import { PALMYRA } from './palmyra.ts'
import { QWEN } from './qwen.ts'
import { TITAN_TEXT } from './titan.ts'
import { UNKNOWN } from './unknown.ts'

/**
 * Every family. Sources that several of them share (2026-11):
 * https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-supported-models-features.html
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html
 * https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html
 * https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html
 *
 * Of AWS's own tables only excerpts could be read: `structuredOutput` of the open-weight families is not confirmed by
 * them. A caller can override any fact of a model (`models`).
 */
export const FAMILIES: Readonly<Record<ModelFamily, FamilyFacts>> = {
  claude: CLAUDE,
  nova: NOVA,
  'titan-text': TITAN_TEXT,
  llama: LLAMA,
  mistral: MISTRAL,
  'cohere-command': COHERE_COMMAND,
  'ai21-jamba': AI21_JAMBA,
  deepseek: DEEPSEEK,
  gpt: GPT,
  'gpt-oss': GPT_OSS,
  grok: GROK,
  qwen: QWEN,
  kimi: KIMI,
  glm: GLM,
  minimax: MINIMAX,
  gemma: GEMMA,
  nemotron: NEMOTRON,
  'writer-palmyra': PALMYRA,
  unknown: UNKNOWN,
}
