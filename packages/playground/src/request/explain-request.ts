import {
  ConfigurationError,
  explain,
  type ExplainedRequest,
  type ExplainOptions,
  PatchbayRequestError,
} from '@patchbay/sdk'
import { fromConverseJson } from '@patchbay/translator'

import { readJson } from '../json/read-json.ts'
import { factsOf } from './apis.ts'
import type { Outcome, Refusal } from './outcome.ts'
import type { RequestState } from './request-state.ts'
import { type RouteChoices, routeFor } from './route-choices.ts'

/** What authenticates: nothing is sent, and the explanation masks it. A key in place of credentials costs no signature. */
const PLACEHOLDER = 'placeholder'

const TOO_DEEP = 'The request is nested too deeply to be read.'

/**
 * Says what Bedrock would get for a request: by `explain`, which lets the very route serve it up to where it would leave the process.
 *
 * @returns what would be sent, or what the caller would be told; it never throws
 */
export async function explainRequest({ api, text, stream, choices }: RequestState): Promise<Outcome> {
  const read = readJson(text)
  if (!read.ok) return { kind: 'unreadable', message: read.message, range: read.range, line: read.line }
  return explainValue(read.value, { api, stream, choices })
}

/** The same for a request that is read already. */
export async function explainValue(
  request: unknown,
  { api, stream, choices }: Omit<RequestState, 'text'>,
): Promise<Outcome> {
  const { endpoint, streamed } = factsOf(api)
  try {
    const route = routeFor(api, choices).create(PLACEHOLDER)
    const isCommand = api === 'converse'
    const options: ExplainOptions = {
      endpoint: stream ? (streamed ?? endpoint) : endpoint,
      ...(isCommand && { client: await createClient(choices) }),
    }
    const explained = await explain(route, isCommand ? fromConverseJson(request) : request, options)
    return { kind: 'sent', ...toSent(explained) }
  } catch (error) {
    return { kind: 'refused', ...toRefusal(error) }
  }
}

function toSent({ method, url, headers, body, api, host, warnings }: ExplainedRequest) {
  return { method, url, headers, body, api, host, warnings }
}

/** The client of AWS's SDK is loaded with the first request of Converse. */
async function createClient({ region }: RouteChoices): Promise<NonNullable<ExplainOptions['client']>> {
  const { BedrockRuntimeClient } = await import('@aws-sdk/client-bedrock-runtime')
  return new BedrockRuntimeClient({
    region,
    credentials: { accessKeyId: PLACEHOLDER, secretAccessKey: PLACEHOLDER },
  })
}

function toRefusal(error: unknown): Refusal {
  if (error instanceof ConfigurationError)
    return {
      name: error.name,
      status: undefined,
      code: error.code,
      field: undefined,
      message: error.message,
      body: undefined,
    }
  if (!(error instanceof PatchbayRequestError)) {
    const message = error instanceof Error ? error.message : String(error)
    return {
      name: 'Error',
      status: undefined,
      code: undefined,
      field: undefined,
      // What reads a conversation has exhausted the stack. Firefox has an error of its own for that.
      message: message.includes('call stack') || message.includes('recursion') ? TOO_DEEP : message,
      body: undefined,
    }
  }
  const { name, status, code, message, body } = error
  return { name, status, code, message, body, field: fieldOf(body) }
}

/** OpenAI's errors name the field as `param`. */
function fieldOf(body: unknown): string | undefined {
  const { error } = (typeof body === 'object' && body !== null ? body : {}) as { readonly error?: unknown }
  const { param } = (typeof error === 'object' && error !== null ? error : {}) as { readonly param?: unknown }
  return typeof param === 'string' ? param : undefined
}
