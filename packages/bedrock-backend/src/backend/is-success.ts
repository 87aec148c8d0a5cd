import type { HttpAnswer } from '@patchbay/core'

/** Whether an answer has a status of success. */
export function isSuccess({ status }: HttpAnswer): boolean {
  return status >= 200 && status < 300
}
