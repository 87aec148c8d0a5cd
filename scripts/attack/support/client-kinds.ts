import { ANTHROPIC_KINDS } from './kinds/anthropic.ts'
import { BEDROCK_KINDS } from './kinds/bedrock.ts'
import { FETCH_KINDS } from './kinds/fetch.ts'
import { LANGCHAIN_KINDS } from './kinds/langchain.ts'
import { OPENAI_KINDS } from './kinds/openai.ts'
import type { ClientKind } from './kinds/kind.ts'

/** Every kind of client that is attacked. */
export const CLIENT_KINDS: readonly ClientKind[] = [
  ...OPENAI_KINDS,
  ...LANGCHAIN_KINDS,
  ...ANTHROPIC_KINDS,
  ...BEDROCK_KINDS,
  ...FETCH_KINDS,
]
