import { createHash } from 'node:crypto'

/** Encrypted reasoning as this server writes it: readable by the family that wrote it, and by no other. */
const MARK = 'gAAAAA'

/** A text that stands for what a model of this family has reasoned. */
export function encryptReasoning(family: string, reasoning: string): string {
  return (
    MARK +
    Buffer.from(JSON.stringify({ family, reasoning, seal: seal(family, reasoning) })).toString('base64')
  )
}

/** Whether a text was written by `encryptReasoning` for this family, byte for byte. */
export function isEncryptedBy(family: string, content: unknown): boolean {
  if (typeof content !== 'string' || !content.startsWith(MARK)) return false
  try {
    const text = Buffer.from(content.slice(MARK.length), 'base64').toString()
    const value = JSON.parse(text) as {
      readonly family?: unknown
      readonly reasoning?: unknown
      readonly seal?: unknown
    }
    return value.family === family && value.seal === seal(family, String(value.reasoning))
  } catch {
    return false
  }
}

function seal(family: string, reasoning: string): string {
  return createHash('sha256').update(`${family}\n${reasoning}`).digest('base64url').slice(0, 16)
}

/** The same as the bytes of Converse's `redactedContent`, in base64: what Responses have encrypted is none of these. */
export function encryptBytes(family: string, reasoning: string): string {
  return Buffer.from(encryptReasoning(onConverse(family), reasoning)).toString('base64')
}

/** Whether bytes, in base64, were written by `encryptBytes` for this family. */
export function areEncryptedBy(family: string, base64: string): boolean {
  return isEncryptedBy(onConverse(family), Buffer.from(base64, 'base64').toString())
}

const onConverse = (family: string): string => `${family} on Converse`
