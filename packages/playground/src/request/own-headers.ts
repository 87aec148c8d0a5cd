import type { Sent } from './outcome.ts'

/** Headers of the form of body and answer. */
const BODY = /^(?:accept|content-type)$/

/** Headers that whoever sends a request writes itself, and those that authenticate it. */
const SENDER =
  /^(?:host|content-length|user-agent|x-amz-user-agent|amz-sdk-.*|authorization|x-amz-date|x-amz-content-sha256|x-api-key)$/

/** The headers that a request has for what it asks for: of guardrails, beta features, ... */
export function ownHeaders(headers: Sent['headers']): (readonly [name: string, value: string])[] {
  return Object.entries(headers).filter(([name]) => !BODY.test(name) && !SENDER.test(name))
}

/** The headers that say in which form the body is, and the answer is wanted. */
export function bodyHeaders(headers: Sent['headers']): (readonly [name: string, value: string])[] {
  return Object.entries(headers).filter(([name]) => BODY.test(name))
}
