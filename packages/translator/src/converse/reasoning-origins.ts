import { stableHash } from '../stable-hash.ts'

/**
 * Which family of models gave which signature, or which encrypted reasoning: these do not say themselves whose they are, and no
 * other family takes them back.
 */
export interface ReasoningOrigins {
  /**
   * Remembers which family gave a proof of reasoning.
   *
   * @param proof - a signature, or redacted content in base64
   * @param family - of the model whose answer had it
   */
  note(proof: string, family: string): void
  /** The family; `undefined` where nothing is known, or no longer. */
  of(proof: string): string | undefined
}

/**
 * A memory of hashes: of no text, and of a bounded number.
 *
 * @param most - how many are kept; the oldest are forgotten first
 */
export function createReasoningOrigins(most = 4096): ReasoningOrigins {
  const families = new Map<string, string>()
  return {
    note(proof, family) {
      const hash = stableHash(proof)
      families.delete(hash)
      families.set(hash, family)
      const oldest = families.size > most ? families.keys().next().value : undefined
      if (oldest !== undefined) families.delete(oldest)
    },
    of: (proof) => families.get(stableHash(proof)),
  }
}
