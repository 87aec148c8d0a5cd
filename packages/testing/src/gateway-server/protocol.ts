import type { Answer, AnswerHeaders } from '../exchange/answer.ts'
import { bedrockError, bedrockPathOf } from './bedrock-paths.ts'
import { anthropicError, openAIError } from './gateway-answers.ts'
import type { GatewayError } from './gateway-reply.ts'

/** The protocols of requests to a gateway. */
export type Protocol = 'openai' | 'anthropic' | 'bedrock'

/** Anthropic's paths; a thread's messages are OpenAI's. */
const ANTHROPIC_PATH = /\/messages(?<!\/threads\/[^/]+\/messages)(?:\/count_tokens)?$/

/** The protocol of a request, by its path. */
export function protocolOf(path: string): Protocol {
  if (bedrockPathOf(path) !== undefined) return 'bedrock'
  return ANTHROPIC_PATH.test(path) ? 'anthropic' : 'openai'
}

const ERRORS: Readonly<Record<Protocol, (error: GatewayError, headers: AnswerHeaders) => Answer>> = {
  openai: openAIError,
  anthropic: anthropicError,
  bedrock: bedrockError,
}

/** A failure in the envelope of a protocol. */
export function errorIn(protocol: Protocol, error: GatewayError, headers: AnswerHeaders = {}): Answer {
  return ERRORS[protocol](error, headers)
}
