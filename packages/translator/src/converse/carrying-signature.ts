/** Marks what this package wrote, see `toCarryingSignature`. Base64, which the signatures of models are, cannot contain it. */
export const CARRYING_PREFIX = 'patchbay.responses.v1.'

/** Whether a signature carries encrypted reasoning, which only the API that wrote it can read. */
export function isCarryingSignature(signature: string): boolean {
  return signature.startsWith(CARRYING_PREFIX)
}
