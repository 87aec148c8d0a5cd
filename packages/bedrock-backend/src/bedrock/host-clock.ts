import { isSkewed } from '@patchbay/core'

/** The clocks of the hosts that a route signs for, as far as they have shown. */
export interface HostClock {
  /** The time at a host. */
  readonly now: (host: string) => Date
  /**
   * Sets a host's clock by the time that it named, in milliseconds since the epoch, when it refused a signature. Says whether
   * that was far from the time which was signed: otherwise the refusal had another reason, and nothing changes.
   */
  readonly correct: (host: string, signed: number, service: number) => boolean
}

/** Clocks that begin with the machine's own time. */
export function createHostClock(): HostClock {
  /** By how much each host's clock is ahead, in milliseconds. */
  const offsets = new Map<string, number>()
  return {
    now: (host) => new Date(Date.now() + (offsets.get(host) ?? 0)),
    correct(host, signed, service) {
      const skewed = isSkewed(service, signed)
      if (skewed) offsets.set(host, service - Date.now())
      return skewed
    },
  }
}
