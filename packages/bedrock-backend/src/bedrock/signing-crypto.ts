/** A key for `hmac`. What it is depends on the runtime. */
export type SigningKey = object

/** The primitives of a signature. Node computes at once, Web Crypto later: callers await both. */
export interface SigningCrypto {
  /** SHA-256 of a text (as UTF-8) or of bytes, in hexadecimal digits. */
  readonly sha256: (data: string | Uint8Array) => string | Promise<string>
  /** A key that can be used again and again, from its bytes. */
  readonly importKey: (bytes: Uint8Array) => SigningKey | Promise<SigningKey>
  /** HMAC with SHA-256 of a text as UTF-8, in hexadecimal digits. */
  readonly hmac: (key: SigningKey, text: string) => string | Promise<string>
}
