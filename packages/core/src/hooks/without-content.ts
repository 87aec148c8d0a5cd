import type { HookEvent, Hooks } from './hook-event.ts'
import { ATTEMPT_HEADERS, CAPTURES_CONTENT, type HooksWithHeaders, REQUEST_BODY } from './own-hooks.ts'

/** Made once for each registration: that a hook has failed is told once for each function. */
const made = new WeakMap<readonly Hooks[], readonly Hooks[]>()

/** The hooks of a registration whose content is not captured for all of them: those that do not ask for bodies get none. */
export function withContentForSome(hooks: readonly Hooks[]): readonly Hooks[] {
  const known = made.get(hooks) ?? hooks.map((each) => (capturesContent(each) ? each : withoutContent(each)))
  made.set(hooks, known)
  return known
}

/** Whether hooks ask for bodies. */
export function capturesContent(hooks: HooksWithHeaders): boolean {
  return hooks[CAPTURES_CONTENT] === true
}

function withoutContent(hooks: HooksWithHeaders): Hooks {
  const { onStart, onAttempt, onFirstToken, onEnd } = hooks
  const strip = (hook: Hooks['onStart']): Hooks['onStart'] =>
    hook &&
    (({ requestBody: _request, responseBody: _response, ...event }) => hook.call(hooks, Object.freeze(event)))
  return {
    onStart: strip(onStart),
    onAttempt: strip(onAttempt),
    onFirstToken: strip(onFirstToken),
    onEnd: strip(onEnd),
    [ATTEMPT_HEADERS]: (event: HookEvent) => hooks[ATTEMPT_HEADERS]?.(event),
    [REQUEST_BODY]: (event: HookEvent, body: unknown) => hooks[REQUEST_BODY]?.(event, body),
  } as HooksWithHeaders
}
