import type { HookEvent, Hooks } from './hook-event.ts'
import { reportHook } from './tell-hooks.ts'

/**
 * A hook may have a function by this name: given the event of `onAttempt`, it returns headers that are sent along with the attempt
 * where the route is a gateway, such as `traceparent`.
 */
export const ATTEMPT_HEADERS: unique symbol = Symbol.for('patchbay.attempt-headers.v1') as never

/** Hooks that have `true` by this name are given bodies, also where `configure({ captureContent })` does not say so. */
export const CAPTURES_CONTENT: unique symbol = Symbol.for('patchbay.captures-content.v1') as never

/** A hook may have a function by this name, which is told the parsed body of a request when it begins, whatever is captured. */
export const REQUEST_BODY: unique symbol = Symbol.for('patchbay.request-body.v1') as never

/** Hooks with what only hooks of this package have. */
export interface HooksWithHeaders extends Hooks {
  readonly [CAPTURES_CONTENT]?: boolean
  readonly [REQUEST_BODY]?: (event: HookEvent, body: unknown) => void
  readonly [ATTEMPT_HEADERS]?: (event: HookEvent) => Readonly<Record<string, string>> | undefined
}

/** Tells the hooks that ask for it the body of a request. What one throws harms nobody. */
export function tellRequestBody(
  hooks: readonly HooksWithHeaders[],
  event: HookEvent,
  readBody: () => unknown,
): void {
  for (const each of hooks) {
    try {
      each[REQUEST_BODY]?.(event, readBody())
    } catch (error) {
      reportHook(each, 'onStart', error)
    }
  }
}

/** The headers that hooks want to be sent along with an attempt; `undefined` where there are none. */
export function attemptHeaders(
  hooks: readonly HooksWithHeaders[],
  event: HookEvent,
): Readonly<Record<string, string>> | undefined {
  const all: Record<string, string> = {}
  for (const each of hooks) {
    try {
      Object.assign(all, each[ATTEMPT_HEADERS]?.(event))
    } catch (error) {
      reportHook(each, 'onAttempt', error)
    }
  }
  return Object.keys(all).length === 0 ? undefined : all
}
