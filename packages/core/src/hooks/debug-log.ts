import { describeEnd, describeError, oneLine } from './describe-event.ts'
import type { HookEvent, Hooks } from './hook-event.ts'

/** Options of `debugLog`. */
export interface DebugLogOptions {
  /** Takes each line, without a line break. Default: `console.error`. */
  write?: ((line: string) => unknown) | undefined
}

/**
 * Hooks that write what happens: a line when a request begins, one for each route that is tried, and one when it has ended, with
 * the API, the host and the model that were chosen, and what was left out of the request. No line has a key or a text of the
 * conversation in it. `PATCHBAY_DEBUG=1` puts them on every registration.
 *
 * @example register(client, bedrock(), { hooks: debugLog() })
 */
export function debugLog({ write = (line) => console.error(line) }: DebugLogOptions = {}): Hooks {
  const put = ({ requestId }: HookEvent, text: string): void =>
    void write(`patchbay ${requestId.slice(0, 8)} ${text}`)
  /** Where the client would have sent what is under way: what is still there at the end was sent nowhere. */
  const builtURLs = new Map<string, string>()
  return {
    onStart(event) {
      builtURLs.set(event.requestId, event.url)
      put(event, describeStart(event))
    },
    onAttempt: (event) => put(event, describeAttempt(event)),
    onEnd(event) {
      const wasSent = event.url !== builtURLs.get(event.requestId)
      builtURLs.delete(event.requestId)
      put(event, `${describeEnd(event)}${wasSent ? ` [${oneLine(event.url)}]` : ''}`)
    },
  }
}

function describeStart({ client, operation, requestModel, stream, route }: HookEvent): string {
  const what = [operation, requestModel, stream ? 'as a stream' : undefined]
  return oneLine(`${what.filter((part) => part !== undefined).join(' ')} from ${client} by ${route}`)
}

function describeAttempt({ attempt, target, error, status }: HookEvent): string {
  const after = error === undefined ? status : describeError(error, true)
  return oneLine(`attempt ${attempt}: ${target}${after === undefined ? '' : `, after ${after}`}`)
}
