import type { Warning } from '../warning.ts'
import type { HookError, HookEvent, HookUsage } from './hook-event.ts'

/**
 * How a request ended, in one line: what came of it, how long it took, what was decided, what it cost, what was left out.
 *
 * @param describeWarning what is said of each warning
 */
export function describeEnd(
  event: HookEvent,
  describeWarning = ({ message }: Warning): string => message,
): string {
  const { outcome, status, error, finishReasons, warnings } = event
  const result = [outcome ?? 'under way', status].filter((part) => part !== undefined).join(' ')
  const parts = [
    `${result} in ${describeDuration(event)}`,
    describeModel(event),
    describeWay(event),
    describeUsage(event.usage),
    [...new Set(finishReasons)].join(' '),
    error === undefined ? '' : describeError(error),
    warnings.length === 0 ? '' : `warnings: ${warnings.map(describeWarning).join(' | ')}`,
  ]
  return oneLine(parts.filter((part) => part !== '').join(', '))
}

/** The failure of a request or of an attempt. The status stands in it where the answer is another one's. */
export function describeError({ name, status, code, message }: HookError, withStatus = false): string {
  const what = [withStatus ? status : undefined, code ?? name].filter((part) => part !== undefined)
  return oneLine(`${what.join(' ')}: ${message}`)
}

/** `1.24 s, 0.31 s to the first content`. */
function describeDuration({ durationMs, firstTokenMs }: HookEvent): string {
  const first = firstTokenMs === undefined ? '' : `${seconds(firstTokenMs)} to the first content`
  return seconds(durationMs) + inBrackets(first)
}

function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(2)} s`
}

/** An alias is the model that was named and the one that has answered. */
function describeModel({ requestModel, responseModel }: HookEvent): string {
  if (requestModel === undefined || responseModel === undefined || requestModel === responseModel)
    return responseModel ?? requestModel ?? ''
  return `${requestModel} → ${responseModel}`
}

/** `converse on bedrock-runtime by bedrock, attempt 2`. */
function describeWay({ api, host, target, attempt }: HookEvent): string {
  const where = [api, host === undefined ? undefined : `on ${host}`, `by ${target}`]
  const tried = attempt > 1 ? `, attempt ${attempt}` : ''
  return where.filter((part) => part !== undefined).join(' ') + tried
}

function describeUsage(usage: HookUsage | undefined): string {
  if (usage === undefined) return ''
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens } = usage
  const read = part(cacheReadTokens, 'from the cache')
  const written = part(cacheWriteTokens, 'into the cache')
  const details = [read, written].filter((text) => text !== '').join(', ')
  const reasoning = part(reasoningTokens, 'of reasoning')
  const counts = [
    inputTokens === undefined ? '' : `${inputTokens} tokens in${inBrackets(details)}`,
    outputTokens === undefined ? '' : `${outputTokens} out${inBrackets(reasoning)}`,
  ]
  return counts.filter((text) => text !== '').join(', ')
}

function inBrackets(text: string): string {
  return text === '' ? '' : ` (${text})`
}

function part(count: number | undefined, what: string): string {
  return count === undefined || count === 0 ? '' : `${count} ${what}`
}

/** Texts of services come into a terminal here: nothing in them may begin a line, or be a command to it. */
export function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are meant
  return text.replaceAll(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]+/g, ' ').trim()
}
