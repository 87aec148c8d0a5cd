import { PatchbayError, PatchbayRequestError, type Route } from '@patchbay/core'
import type { ExplainedRequest } from '@patchbay/sdk'

import { type CheckResult, failed, ok } from './check.ts'
import { describeEnvironment } from './describe-environment.ts'

/** What the configuration leads to, where it leads anywhere. */
export interface Configured {
  readonly route: Route
  /** Of a request that was not sent. */
  readonly explained: ExplainedRequest
}

/** A model that is known, for explanations: it is not called. */
const ANY_MODEL = 'amazon.nova-lite-v1:0'

/** Finds the route, and where it would send to. */
export async function checkConfiguration(
  findRoute: () => Promise<Route>,
): Promise<{ readonly result: CheckResult; readonly configured?: Configured }> {
  const variables = describeEnvironment()
  const set = variables.length === 0 ? 'no variable is set' : variables.join(', ')
  try {
    const route = await findRoute()
    const { explain } = await import('@patchbay/sdk')
    const request = { model: ANY_MODEL, messages: [{ role: 'user', content: 'Hello' }] }
    const explained = await explain(route, request)
    const { kind: _kind, name, ...details } = route.describe()
    const known = Object.entries(details).map(([key, value]) => ` ${key}=${String(value)}`)
    const message = `${name}${known.join('')}, at ${new URL(explained.url).origin} (${set})`
    return { result: ok(message), configured: { route, explained } }
  } catch (error) {
    if (!PatchbayError.is(error)) throw error
    return { result: failed(error.message, adviceOn(error, set)) }
  }
}

function adviceOn(error: PatchbayError, set: string): string {
  if (error instanceof PatchbayRequestError && error.code === 'region_not_found')
    return `Set AWS_REGION to the region whose models you use, e.g. us-east-1 (${set}).`
  return `Correct the environment, or the argument of --route (${set}).`
}
