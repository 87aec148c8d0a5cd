import { isRecord, nearestName, parseJSON, PatchbayRequestError } from '@patchbay/core'

import { type CheckResult, failed, ok, skipped, warning } from './check.ts'
import type { Configured } from './check-configuration.ts'

/** What a route lists, where it does. */
export interface Listed {
  readonly result: CheckResult
  readonly ids: readonly string[]
}

/** Asks for the models of the route, which shows whether its key is accepted. */
export async function checkModelList({ route, explained }: Configured, signal: AbortSignal): Promise<Listed> {
  try {
    const { listModels } = await import('@patchbay/sdk')
    const models = await listModels(route, { signal })
    const ids = Array.isArray(models) ? models.map(({ id }) => id) : []
    return { result: ok(`${ids.length} models`), ids }
  } catch (error) {
    return { result: readListFailure(error, explained.host !== undefined, signal), ids: [] }
  }
}

function readListFailure(error: unknown, isBedrock: boolean, signal: AbortSignal): CheckResult {
  if (signal.aborted) return warning('the list did not come in time', 'Give it more by --timeout.')
  if (!(error instanceof PatchbayRequestError))
    return failed(`the list did not come: ${messageOf(error)}`, 'Check the host above.')
  const { status, message } = error
  if (status === 401) return failed(message, adviceOnKey(isBedrock))
  if (status === 403 && isBedrock && !isSignature(error))
    return warning(
      message,
      'Models can be called without that. For the list allow bedrock:ListFoundationModels and bedrock:ListInferenceProfiles.',
    )
  if (status === 403) return failed(message, adviceOnKey(isBedrock))
  if (status === 404 || status === 405 || status === 501) return skipped('the route has no list of models')
  return warning(message, adviceOnStatus(status, isBedrock))
}

/** Refusals of a signature or of who has signed, rather than of what was asked. */
const SIGNATURE = new Set([
  'InvalidSignatureException',
  'UnrecognizedClientException',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'IncompleteSignatureException',
])

function isSignature({ code }: PatchbayRequestError): boolean {
  return SIGNATURE.has(code)
}

/** Sends one small chat to a model. */
export async function checkModel(
  model: string,
  { route, explained }: Configured,
  known: readonly string[],
  signal: AbortSignal,
): Promise<CheckResult> {
  const isBedrock = explained.host !== undefined
  const { createFetch } = await import('@patchbay/sdk')
  const began = performance.now()
  try {
    const response = await createFetch(route)('https://api.openai.com/v1/chat/completions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Answer with one word: OK' }] }),
      signal,
    })
    const body = parseJSON(await response.text())
    if (response.ok) return ok(`${model} answered in ${Math.round(performance.now() - began)} ms`)
    const { message } = errorIn(body)
    const text = `${model}: ${message ?? 'no reason was given'} (status ${response.status})`
    return failed(text, adviceOnModel(response.status, model, known, isBedrock))
  } catch (error) {
    if (signal.aborted)
      return failed(`${model} did not answer in time`, 'Give it more by --timeout, or try a smaller model.')
    return failed(`${model}: ${messageOf(error)}`, 'Check the host above.')
  }
}

function adviceOnModel(status: number, model: string, known: readonly string[], isBedrock: boolean): string {
  if (status === 401) return adviceOnKey(isBedrock)
  if (status === 403)
    return isBedrock
      ? 'Allow bedrock:InvokeModel for the identity, and ask for access to the model in the console of Amazon Bedrock; or sign with the right key.'
      : 'The key may not use this model or route: ask who runs the gateway.'
  if (status === 404 || status === 400) {
    const nearest = nearestName(
      model,
      known.filter((id) => id !== model),
    )
    return nearest === undefined
      ? 'See the names that there are by `patchbay models`.'
      : `Did you mean ${nearest}?`
  }
  return adviceOnStatus(status, isBedrock)
}

function adviceOnKey(isBedrock: boolean): string {
  return isBedrock
    ? 'The credentials are not accepted: check them, or sign in again. `--sts` says whose they are.'
    : 'The key is not accepted: check the variable of the key, and that it belongs to this address.'
}

function adviceOnStatus(status: number | undefined, isBedrock: boolean): string {
  if (status === 429) return 'The quota is used up: try again later, or ask for a higher one.'
  if (status !== undefined && status >= 500)
    return isBedrock
      ? 'The service has a problem: try again later.'
      : 'The gateway, or the provider behind it, has a problem: see its logs.'
  return 'See the message: the request itself was refused.'
}

function errorIn(body: unknown): { readonly message?: string } {
  const error = isRecord(body) && isRecord(body['error']) ? body['error'] : {}
  return typeof error['message'] === 'string' ? { message: error['message'] } : {}
}

function messageOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : ''
  return (error instanceof Error ? error.message : String(error)) + cause
}
