import type { MessagesRequest } from './read-request.ts'

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html */
const ANTHROPIC_VERSION = 'bedrock-2023-05-31'

/**
 * A Messages request as the body of InvokeModel: the same, less what is said by the path there (`model`, `stream`), with
 * Bedrock's version and the beta flags, which are a header of Anthropic's API. Nothing else is touched: what Bedrock does
 * not take, it refuses itself.
 */
export function toClaudeBody({ body, betas }: MessagesRequest): Record<string, unknown> {
  const { model: _model, stream: _stream, ...rest } = body
  return {
    anthropic_version: ANTHROPIC_VERSION,
    ...rest,
    ...(betas.length === 0 ? {} : { anthropic_beta: betas }),
  }
}
