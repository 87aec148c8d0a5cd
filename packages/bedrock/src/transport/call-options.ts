/** The SDK's own signal, or the platform's. */
export interface SignalLike {
  readonly aborted: boolean
  readonly reason?: unknown
  addEventListener?: (type: 'abort', listener: () => void, options?: { once: boolean }) => void
  removeEventListener?: (type: 'abort', listener: () => void) => void
  onabort?: unknown
}

/** What a caller says about one call. */
export interface CallOptions {
  readonly abortSignal?: SignalLike
  readonly requestTimeout?: number
}
