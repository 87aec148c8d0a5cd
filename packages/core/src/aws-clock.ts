/** A failure of an AWS service, as far as it tells why a signature was refused. */
export interface AwsRefusal {
  /** The exception's name, e.g. `InvalidSignatureException`. */
  readonly type: string | undefined
  /** Its text. */
  readonly message: string
  /** The answer's `Date`, where it is known to be the service's own. */
  readonly date?: string | undefined
}

/**
 * What the AWS SDK takes for a matter of clocks.
 * https://github.com/smithy-lang/smithy-typescript/blob/main/packages/core/src/submodules/retry/service-error-classification/constants.ts
 */
const CLOCK_SKEW_TYPES = new Set([
  'AuthFailure',
  'InvalidSignatureException',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
])

/** AWS accepts five minutes: what is refused is further off, but for the time that a request takes. In milliseconds. */
const TOLERANCE = 4 * 60_000

/**
 * The time of the service that refused a signature for its time, in milliseconds since the epoch: of the answer's `Date`, else
 * of the message, which quotes the service's clock. `undefined` for every other failure.
 */
export function refusalTime({ type, message, date }: AwsRefusal): number | undefined {
  if (type === undefined || !CLOCK_SKEW_TYPES.has(type)) return undefined
  const byHeader = Date.parse(date ?? '')
  if (!Number.isNaN(byHeader)) return byHeader
  // "Signature expired: 20260301T115400Z is now earlier than 20260301T115500Z (20260301T120000Z - 5 min.)"
  const quoted = /\((\d{8}T\d{6}Z) [-+] \d{1,3} min\.\)/.exec(message)
  return quoted === null ? undefined : readBasicTime(quoted[1] as string)
}

/** A time as signatures write it, `20260301T120000Z`, in milliseconds since the epoch; `undefined` for anything else. */
export function readBasicTime(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  if (match === null) return undefined
  const [year = 0, month = 1, day, hour, minute, second] = match.slice(1).map(Number)
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

/** Whether a service's time is so far from the one that a request was signed with that it was refused for that. */
export function isSkewed(serviceTime: number, signedTime: number): boolean {
  return Math.abs(serviceTime - signedTime) >= TOLERANCE
}
