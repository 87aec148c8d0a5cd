import { type BedrockRejection, PatchbayError } from '@patchbay/core'

/** What a route gives, or its rejection where it says one with a status. Every other error is passed on. */
export async function orRejection<Value>(
  run: () => Value | Promise<Value>,
): Promise<Value | BedrockRejection> {
  try {
    return await run()
  } catch (error) {
    const status = PatchbayError.is(error) && 'status' in error ? error.status : undefined
    if (typeof status !== 'number') throw error
    return { status, message: (error as Error).message }
  }
}
