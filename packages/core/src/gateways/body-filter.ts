/** Takes the bytes of a body as they come, and gives what may be handed on. Without bytes: the body has ended. */
export type Filter = (bytes?: Uint8Array<ArrayBuffer>) => readonly Uint8Array<ArrayBuffer>[]

/** The same, where some bytes have to wait for what filters them. */
export type WaitingFilter = (...given: Parameters<Filter>) => ReturnType<Filter> | Promise<ReturnType<Filter>>
