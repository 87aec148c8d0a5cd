import { type CheckResult, failed, ok, skipped, warning } from './check.ts'

/** AWS accepts signatures of this age, in milliseconds. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html */
const ACCEPTED = 5 * 60 * 1000

/**
 * The clock of this machine against that of the host.
 *
 * @param isSigned whether requests have signatures, which have a time
 */
export function checkClock(skew: number | undefined, isSigned: boolean): CheckResult {
  if (skew === undefined) return skipped('the host does not say the time')
  const seconds = Math.round(Math.abs(skew) / 1000)
  if (Math.abs(skew) < ACCEPTED)
    return ok(seconds < 2 ? 'as the host' : `${seconds} seconds from that of the host`)
  const message = `this machine is ${seconds} seconds ${skew > 0 ? 'behind' : 'ahead of'} the host`
  const advice = 'Set the clock, or turn on its synchronisation (NTP).'
  return isSigned
    ? failed(
        message,
        `${advice} Signatures of that time are refused at first, and sent once more with the host's time.`,
      )
    : warning(message, advice)
}
