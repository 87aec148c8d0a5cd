import {
  createClaudeRestorer,
  restoreClaudeAnswer,
  stringifyMessages,
  toMessagesApiBody,
} from '@patchbay/translator'

import { REASONING_ORIGINS } from '../../backend/context.ts'
import { withinDepth } from '../../backend/within-depth.ts'
import type { ConversationProtocol } from '../conversation/protocol.ts'
import { forwardedHeaders } from '../ways/forwarded-headers.ts'
import { serveNative } from '../ways/native.ts'
import type { WayConversation } from '../ways/way-conversation.ts'

/** What a caller that names no version means. */
const VERSION = '2023-06-01'

/**
 * Claude by Bedrock's own Messages API: the body as it came, but for what that API is known to refuse, each with a warning. Answers
 * are untouched, but for the properties of calls that had to have other names.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html
 */
export function serveMessagesApi(
  protocol: Pick<ConversationProtocol<never, never>, 'toFailureEvent' | 'requestIdHeader'>,
  conversation: WayConversation,
): Promise<Response> {
  const { body, resolved, request, way } = conversation
  const { value, betas, warnings, propertyNames } = withinDepth(() =>
    toMessagesApiBody({ ...body, model: way.modelId }, resolved.facts.capabilities, REASONING_ORIGINS),
  )
  const restoreEvent = createClaudeRestorer(propertyNames)
  return serveNative(protocol, conversation, {
    body: withinDepth(() => stringifyMessages(value)),
    headers: {
      ...forwardedHeaders(request.headers, ['anthropic-beta']),
      'anthropic-version': request.headers.get('anthropic-version') ?? VERSION,
      ...(betas.length === 0 ? {} : { 'anthropic-beta': betas.join(',') }),
    },
    warnings,
    restore: {
      whole: (text) => restoreClaudeAnswer(text, propertyNames),
      event: (type, json) => restoreEvent({ type, json }).map((event) => event.json),
    },
  })
}
