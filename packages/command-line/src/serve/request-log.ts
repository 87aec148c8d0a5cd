import { describeEnd, type HookEvent, type Hooks, type Warning } from '@patchbay/core'

import type { Terminal } from '../terminal.ts'
import type { RefusedRequest } from './handle-request.ts'

/** A line for each request: of those that the route was asked by its hooks, of the others by the server. */
export interface RequestLog {
  readonly hooks: Hooks | readonly Hooks[]
  readonly refused: (request: RefusedRequest) => void
}

/** @param now stands for the clock */
export function createRequestLog(
  terminal: Terminal,
  { isJson, isQuiet }: { readonly isJson: boolean; readonly isQuiet: boolean },
  now: () => Date = () => new Date(),
): RequestLog {
  if (isQuiet) return { hooks: [], refused: () => undefined }
  const put = (kind: string, facts: object, text: () => string): void => {
    const time = now().toISOString()
    terminal.print(isJson ? JSON.stringify({ time, event: kind, ...facts }) : `${time} ${text()}`)
  }
  return {
    hooks: {
      onEnd: (event: HookEvent) =>
        put('request', event, () => `${event.operation} ${describeEnd(event, nameWarning)}`),
    },
    refused: (request) =>
      put(
        'refused',
        request,
        () => `${request.method} ${request.path} refused ${request.status} ${request.code}`,
      ),
  }
}

/** The words are in the answer's header, and in the lines of `debugLog()`. */
function nameWarning({ code, field }: Warning): string {
  return `${code} ${field}`
}
