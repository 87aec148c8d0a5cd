import { createHandOver } from '@patchbay/openai'
import { clientOf, type Sender } from './detect.ts'

/** What lets the streams of a sender's client take chunks, on the client that it has at the time. */
export interface LateHandOver {
  /** Puts it on the client, if there is one without it. */
  readonly install: () => void
  readonly uninstall: () => void
}

/** A sender makes its client with its first call: the stream of that one reads events, those that follow take chunks. */
export function createLateHandOver(sender: Sender): LateHandOver {
  let reached: object | undefined
  let steps: readonly (() => void)[] = []
  const uninstall = (): void => {
    for (const step of steps.toReversed()) step()
    steps = []
    reached = undefined
  }
  return {
    install() {
      const client = clientOf(sender)
      if (client === undefined || client === reached) return
      uninstall()
      steps = createHandOver(client)()
      reached = client
    },
    uninstall,
  }
}
