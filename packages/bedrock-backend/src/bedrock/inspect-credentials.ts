import { parseJSON, PatchbayRequestError, readEnvironment } from '@patchbay/core'

import { RequestFailure } from '../request-failure.ts'
import { chooseIdentity } from './credentials.ts'
import { describeIdentity } from './describe-identity.ts'
import { regionalEndpoint } from './endpoint.ts'
import type { AwsCredentials } from './options.ts'
import { createRegionResolver } from './region.ts'
import { readSettings } from './settings.ts'
import { createSigner } from './signer.ts'

/** What authenticates a `bedrock()` without options, without anything secret. */
export interface FoundCredentials {
  readonly kind: 'bearer' | 'signature'
  /** Where they come from, in words. */
  readonly source: string
  /** The first and the last four characters; `undefined` for bearer tokens. */
  readonly accessKeyId: string | undefined
  /** `undefined` where they do not end, or do not say when. */
  readonly expiration: Date | undefined
  /** The ARN of who they belong to, which names the account. Only where it was asked for, and never for bearer tokens. */
  readonly identity: string | undefined
}

/** Options of `inspectCredentials`. */
export interface InspectCredentialsOptions {
  /** Asks STS whose they are. Default `false`. */
  readonly sts?: boolean | undefined
  /** Ends the question to STS. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Finds the credentials that `bedrock()` would sign with, as it would find them.
 *
 * @throws PatchbayRequestError where there are none (401), where no region is known, and where STS refuses them
 */
export async function inspectCredentials({
  sts = false,
  signal,
}: InspectCredentialsOptions = {}): Promise<FoundCredentials> {
  const settings = readSettings({})
  try {
    const { source } = await describeIdentity(settings)
    const identity = await chooseIdentity(settings)
    if (identity.kind === 'bearer') {
      await identity.token()
      return { kind: 'bearer', source, accessKeyId: undefined, expiration: undefined, identity: undefined }
    }
    const credentials = await identity.credentials.get()
    const { accessKeyId, expiration } = credentials
    const region = sts ? await createRegionResolver(settings)(undefined) : ''
    return {
      kind: 'signature',
      source,
      accessKeyId: `${accessKeyId.slice(0, 4)}...${accessKeyId.slice(-4)}`,
      expiration: expiration === undefined ? undefined : new Date(expiration),
      identity: sts ? await askWho(credentials, region, signal) : undefined,
    }
  } catch (error) {
    if (!(error instanceof RequestFailure)) throw error
    const { status, code } = error.details
    throw new PatchbayRequestError(error.message, { status, code: code ?? undefined, cause: error })
  }
}

const signForSts = createSigner({ service: 'sts' })

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
async function askWho(
  credentials: AwsCredentials,
  region: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const url = stsEndpoint(region)
  const body = 'Action=GetCallerIdentity&Version=2011-06-15'
  const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' }
  const { host: _host, ...signed } = await signForSts(
    { method: 'POST', url, headers, body },
    credentials,
    region,
  )
  const response = await fetch(url, { method: 'POST', headers: signed, body, ...(signal && { signal }) })
  const text = await response.text()
  const arn = textOf(text, 'Arn')
  if (response.ok && arn !== undefined) return arn
  const message = textOf(text, 'Message') ?? `status ${response.status}`
  throw new PatchbayRequestError(`STS does not accept the credentials: ${message}`, {
    status: response.status,
    code: textOf(text, 'Code'),
  })
}

function stsEndpoint(region: string): URL {
  const given = readEnvironment('AWS_ENDPOINT_URL_STS') ?? readEnvironment('AWS_ENDPOINT_URL')
  if (given !== undefined) return new URL(given)
  const url = regionalEndpoint('bedrock', region, { fips: false, dualstack: false })
  url.hostname = url.hostname.replace('bedrock.', 'sts.')
  return url
}

/** A member of STS's answer, which is JSON where that was asked for and understood, else XML. */
function textOf(text: string, name: string): string | undefined {
  const found = findMember(parseJSON(text), name)
  if (found !== undefined) return found
  const start = text.indexOf(`<${name}>`)
  const end = text.indexOf(`</${name}>`, start)
  return start === -1 || end === -1 ? undefined : text.slice(start + name.length + 2, end)
}

function findMember(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, member] of Object.entries(value)) {
    const found = key === name && typeof member === 'string' ? member : findMember(member, name)
    if (found !== undefined) return found
  }
  return undefined
}
