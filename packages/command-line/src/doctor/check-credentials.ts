import { PatchbayRequestError } from '@patchbay/core'

import { type CheckResult, failed, ok, warning } from './check.ts'
import type { Configured } from './check-configuration.ts'
import type { Machine } from './machine.ts'

/** Credentials that end this soon are worth a word, in milliseconds. */
const SOON = 15 * 60 * 1000

/** What authenticates requests: of a gateway the key that would be sent, of Amazon Bedrock what signs. */
export async function checkCredentials(
  { explained }: Configured,
  {
    sts,
    signal,
    machine,
  }: { readonly sts: boolean; readonly signal: AbortSignal; readonly machine: Machine },
): Promise<CheckResult> {
  if (explained.host === undefined) return checkKey(explained.headers)
  try {
    const { inspectCredentials } = await import('@patchbay/bedrock-backend')
    const found = await withinTime(inspectCredentials({ sts, signal }), signal)
    if (found === undefined) return failed('the credentials did not come in time', SLOW)
    const { kind, source, accessKeyId, expiration, identity } = found
    if (kind === 'bearer')
      return ok(`a bearer token, from ${source}${sts ? '; STS knows none of those' : ''}`)
    const who = identity === undefined ? '' : `, ${identity}`
    const text = `${accessKeyId}, from ${source}${who}`
    if (expiration === undefined) return ok(text)
    const left = expiration.getTime() - machine.now()
    const at = `${text}, until ${expiration.toISOString()}`
    if (left <= 0)
      return failed(`${at}: they have expired`, 'Sign in again (`aws sso login`), or renew them.')
    return left < SOON ? warning(`${at}: that is soon`, 'Renew them before a long run.') : ok(at)
  } catch (error) {
    if (error instanceof PatchbayRequestError) return failed(error.message, adviceOn(error))
    if (signal.aborted || error instanceof TypeError)
      return failed(
        'STS could not be reached',
        'Leave --sts out, or let requests to STS pass: the route itself does not need it.',
      )
    throw error
  }
}

const SLOW =
  'The default chain waits for a process, SSO or the metadata service: name the profile by AWS_PROFILE, or give it more by --timeout.'

/** Providers of the AWS SDK take no signal. */
function withinTime<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value | undefined> {
  const over = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
  return Promise.race([work, over])
}

function adviceOn({ code }: PatchbayRequestError): string {
  if (code === 'credentials_not_found')
    return 'Set AWS_BEARER_TOKEN_BEDROCK, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in (`aws sso login`) and set AWS_PROFILE.'
  if (code === 'region_not_found') return 'Set AWS_REGION.'
  return 'Check the key and its secret, and the clock of this machine; temporary credentials need their session token as well.'
}

function checkKey(headers: Readonly<Record<string, string>>): CheckResult {
  const keys = Object.entries(headers).flatMap(([name, value]) =>
    value.includes('[redacted]') ? [name] : [],
  )
  if (keys.length > 0) return ok(`a key, in the header ${keys.join(', ')}`)
  return warning(
    'no key is sent to the gateway',
    'Set its key where it asks for one, e.g. PATCHBAY_GATEWAY_API_KEY.',
  )
}
