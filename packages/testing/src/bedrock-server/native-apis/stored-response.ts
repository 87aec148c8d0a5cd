import type { BedrockHost } from './surfaces.ts'

/** A response as the service keeps it. */
export interface StoredResponse {
  /** Where it was made; the other host does not know it. */
  readonly host: BedrockHost
  readonly isStored: boolean
  readonly response: object
  readonly input: readonly unknown[]
}
