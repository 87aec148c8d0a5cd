import { decodeBase64, encodeBase64 } from '../base64.ts'
import { isObject, parseJson } from '../json-shape.ts'
import { CARRYING_PREFIX, isCarryingSignature } from './carrying-signature.ts'

/**
 * Reasoning that another API encrypted, as the signature of a block of reasoning: so it travels through clients that know only
 * signatures, and comes back with the next turn.
 */
export interface CarriedReasoning {
  /** The family of the model that reasoned: no other family can read it. */
  readonly family: string
  /** The id of the reasoning item; `undefined` where it had none. */
  readonly id: string | undefined
  /** As the API gave it, to be sent back byte for byte. */
  readonly encryptedContent: string
}

/** Encrypted reasoning → a signature. */
export function toCarryingSignature({ family, id, encryptedContent }: CarriedReasoning): string {
  const text = JSON.stringify({ family, id, content: encryptedContent })
  return CARRYING_PREFIX + encodeBase64(new TextEncoder().encode(text))
}

/** A signature → encrypted reasoning; `undefined` for the signature of a model, or one that was changed on its way. */
export function fromCarryingSignature(signature: string): CarriedReasoning | undefined {
  if (!isCarryingSignature(signature)) return undefined
  const bytes = decodeBase64(signature.slice(CARRYING_PREFIX.length))
  const value = bytes === undefined ? undefined : parseJson(new TextDecoder().decode(bytes))
  if (!isObject(value)) return undefined
  const { family, id, content: encryptedContent } = value
  if (!isText(family) || !isText(encryptedContent)) return undefined
  return { family, id: isText(id) ? id : undefined, encryptedContent }
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
