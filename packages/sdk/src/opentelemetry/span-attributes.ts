import type { HookEvent } from '@patchbay/core'
import { ATTRIBUTE } from './attribute-names.ts'
import { type Attributes, withoutGaps } from './attributes.ts'
import { errorTypeOf } from './error-type.ts'
import { toOperation } from './operation.ts'
import { toProvider } from './provider.ts'

/** `{operation} {model}`, as the conventions want it; without a model the operation alone. */
export function spanName(event: HookEvent): string {
  const { name } = toOperation(event)
  return event.requestModel === undefined ? name : `${name} ${event.requestModel}`
}

/** What a span begins with: samplers decide by it. The server is not known yet. */
export function startAttributes(event: HookEvent): Attributes {
  return withoutGaps({
    [ATTRIBUTE.operation]: toOperation(event).name,
    [ATTRIBUTE.provider]: toProvider(event),
    [ATTRIBUTE.requestModel]: event.requestModel,
    [ATTRIBUTE.stream]: event.stream || undefined,
    [ATTRIBUTE.patchbayRequest]: event.requestId,
    [ATTRIBUTE.patchbayRoute]: event.route,
  })
}

/**
 * What is known at the end of a request.
 *
 * @param latestOnly leave out the names that v0.1.0 of the conventions has given up
 */
export function endAttributes(event: HookEvent, latestOnly: boolean): Attributes {
  const { usage, firstTokenMs, warnings } = event
  const provider = toProvider(event)
  return withoutGaps({
    [ATTRIBUTE.provider]: provider,
    [ATTRIBUTE.openaiApi]: openaiApi(event, provider),
    [ATTRIBUTE.responseModel]: event.responseModel,
    [ATTRIBUTE.finishReasons]: finishReasons(event),
    [ATTRIBUTE.timeToFirstChunk]: firstTokenMs === undefined ? undefined : firstTokenMs / 1000,
    [ATTRIBUTE.inputTokens]: usage?.inputTokens,
    [ATTRIBUTE.outputTokens]: usage?.outputTokens,
    [ATTRIBUTE.cacheReadTokens]: usage?.cacheReadTokens,
    [ATTRIBUTE.cacheWriteTokens]: usage?.cacheWriteTokens,
    [ATTRIBUTE.cacheCreationTokens]: latestOnly ? undefined : usage?.cacheWriteTokens,
    [ATTRIBUTE.reasoningTokens]: usage?.reasoningTokens,
    [ATTRIBUTE.errorType]: errorTypeOf(event),
    ...serverAttributes(event.url),
    [ATTRIBUTE.patchbayTarget]: event.target,
    [ATTRIBUTE.patchbayAttempt]: event.attempt,
    [ATTRIBUTE.patchbayApi]: event.api,
    [ATTRIBUTE.patchbayHost]: event.host,
    [ATTRIBUTE.patchbayOutcome]: event.outcome,
    [ATTRIBUTE.patchbayWarnings]:
      warnings.length === 0 ? undefined : warnings.map(({ code, field }) => `${code} ${field}`),
  })
}

/** What the span of an attempt begins with. It has nothing of `gen_ai`: the request's span is the one call of a model. */
export function attemptStartAttributes({ target, attempt }: HookEvent): Attributes {
  return withoutGaps({
    [ATTRIBUTE.patchbayTarget]: target,
    [ATTRIBUTE.patchbayAttempt]: attempt,
  })
}

/** What is known of the attempt that a request ended with. */
export function attemptEndAttributes(event: HookEvent): Attributes {
  return withoutGaps({
    [ATTRIBUTE.httpStatus]: event.status,
    [ATTRIBUTE.errorType]: errorTypeOf(event),
    ...serverAttributes(event.url),
    [ATTRIBUTE.url]: event.url,
    [ATTRIBUTE.patchbayApi]: event.api,
    [ATTRIBUTE.patchbayHost]: event.host,
  })
}

/**
 * What is known of an attempt that a policy has given up.
 *
 * @param next the event of the attempt after it
 */
export function givenUpAttributes({ status, error }: HookEvent): Attributes {
  return withoutGaps({
    [ATTRIBUTE.httpStatus]: status,
    [ATTRIBUTE.errorType]: errorTypeOf({ status, error, outcome: 'error' }),
  })
}

/** `server.address` and `server.port` of a URL; nothing where a text is none. */
export function serverAttributes(url: string): Attributes {
  if (!URL.canParse(url)) return {}
  const { hostname, port, protocol } = new URL(url)
  const known = protocol === 'https:' ? 443 : 80
  return { [ATTRIBUTE.serverAddress]: hostname, [ATTRIBUTE.serverPort]: port === '' ? known : Number(port) }
}

/**
 * Where a generation was cut off there is no reason: the conventions want `error` then.
 * https://github.com/open-telemetry/semantic-conventions-genai/blob/v0.1.0/docs/gen-ai/client-inference.md
 */
function finishReasons(event: HookEvent): string[] | undefined {
  if (event.finishReasons.length > 0) return [...event.finishReasons]
  const hasBegun = event.firstTokenMs !== undefined || (event.status !== undefined && event.status < 400)
  const isCutOff = event.outcome !== 'ok' && hasBegun && toOperation(event).kind === 'inference'
  return isCutOff ? ['error'] : undefined
}

function openaiApi({ operation }: HookEvent, provider: string): string | undefined {
  if (provider !== 'openai') return undefined
  if (operation === 'chat') return 'chat_completions'
  return operation === 'responses' ? 'responses' : undefined
}
