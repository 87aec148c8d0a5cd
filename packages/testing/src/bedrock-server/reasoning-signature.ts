import { createHmac } from 'node:crypto'

const KEY = 'patchbay testing: not a secret'

/**
 * The signature that the server gives its own reasoning: a function of the text alone, so that every server, in any
 * process, accepts what another one issued, and nothing that was changed on the way.
 */
export function signReasoning(text: string): string {
  return `Ep${createHmac('sha256', KEY).update(text).digest('base64')}`
}

/** Redacted reasoning as the server issues it: opaque bytes, base64, that contain their own signature. */
export function redactReasoning(text: string): string {
  const sealed = Buffer.from(text).toString('base64url')
  return Buffer.from(`${sealed}.${createHmac('sha256', KEY).update(sealed).digest('base64url')}`).toString(
    'base64',
  )
}

/** Whether redacted reasoning comes back as one of these servers issued it. */
export function isOwnRedactedReasoning(base64: string): boolean {
  const [sealed = '', seal = ''] = Buffer.from(base64, 'base64').toString().split('.')
  return seal === createHmac('sha256', KEY).update(sealed).digest('base64url')
}
