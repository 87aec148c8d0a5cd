import { isRecord, parseJSON } from '@patchbay/core'
import type { Way } from '@patchbay/translator'

import type { BedrockOptions } from '../../bedrock/options.ts'
import { invalid, type JsonBody } from '../read-body.ts'
import { SERVICE_HEADERS } from './service-header-names.ts'
import type { ServeWay, WayConversation } from './way-conversation.ts'

/**
 * A way of serving that gives what headers ask of the service the form that the way has for it: members of Converse's request,
 * `service_tier` of OpenAI's, headers of InvokeModel, Chat Completions and Messages. Planning has kept the request off the ways that
 * would ignore a guardrail or request metadata.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html#API_runtime_InvokeModel_RequestSyntax
 */
export function withServiceHeaders(serve: ServeWay): ServeWay {
  return (conversation) => serve(fit(conversation))
}

function fit(conversation: WayConversation): WayConversation {
  const { request, services, way, body, original, resolved } = conversation
  const headers = new Headers(request.headers)
  const given = services.settings.options.headers ?? {}
  for (const name of Object.values(SERVICE_HEADERS)) {
    const own = ownHeader(given, name)
    if (own !== undefined) headers.set(name, own)
  }
  const { members, taken } = toMembers(headers, way)
  for (const name of taken) headers.delete(name)
  const { capabilities } = resolved.facts
  const warnings = [...resolved.warnings]
  if (headers.has(SERVICE_HEADERS.latency) && !takesLatency(way, capabilities.serviceTiers)) {
    headers.delete(SERVICE_HEADERS.latency)
    warnings.push({
      code: 'unsupported_parameter',
      field: SERVICE_HEADERS.latency,
      message: `${SERVICE_HEADERS.latency} has no effect on ${way.api} of ${way.modelId}; it was left out.`,
    })
  }
  return {
    ...conversation,
    request: { ...request, headers },
    resolved: { ...resolved, warnings },
    body: merge(body, members),
    original: merge(original, members),
  }
}

/** Names of options' headers are in any case. */
function ownHeader(headers: NonNullable<BedrockOptions['headers']>, name: string): string | undefined {
  return Object.entries(headers).find(([given]) => given.toLowerCase() === name)?.[1]
}

/** What the body says itself counts, but for another guardrail: neither may be ignored. */
function merge(body: JsonBody, members: JsonBody): JsonBody {
  const named = [body['guardrailConfig'], body['guardrail_config']].find(isRecord)
  const asked = members['guardrailConfig']
  if (named !== undefined && isRecord(asked)) {
    const identifier = named['guardrailIdentifier'] ?? named['guardrail_identifier']
    if (identifier !== asked['guardrailIdentifier']) {
      throw invalid(
        'The headers name another guardrail than guardrailConfig does: name one.',
        'guardrailConfig',
      )
    }
  }
  const said = Object.entries(body).filter(([, value]) => value !== undefined && value !== null)
  const added = Object.entries(members).filter(([name]) => !said.some(([known]) => isSame(known, name)))
  return added.length === 0 ? body : { ...body, ...Object.fromEntries(added) }
}

/** Members may be in snake case, and tiers and metadata go by OpenAI's names as well. */
function isSame(known: string, name: string): boolean {
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return known === name || known === snake
}

interface Members {
  readonly members: JsonBody
  /** Headers that the members stand for. */
  readonly taken: readonly string[]
}

function toMembers(headers: Headers, way: Way): Members {
  const tier = headers.get(SERVICE_HEADERS.tier)
  if (way.api === 'converse' || !way.native) {
    const latency = headers.get(SERVICE_HEADERS.latency)
    const guardrailConfig = toGuardrail(headers)
    return {
      members: {
        ...(guardrailConfig === undefined ? {} : { guardrailConfig }),
        ...(tier === null ? {} : { serviceTier: tier }),
        ...(latency === null ? {} : { performanceConfig: { latency } }),
        ...toMetadata(headers),
      },
      taken: Object.values(SERVICE_HEADERS),
    }
  }
  if ((way.api === 'chat-completions' || way.api === 'responses') && tier !== null)
    return { members: { service_tier: tier }, taken: [SERVICE_HEADERS.tier] }
  return { members: {}, taken: [] }
}

function toGuardrail(headers: Headers): JsonBody | undefined {
  const guardrailIdentifier = headers.get(SERVICE_HEADERS.guardrail)
  const guardrailVersion = headers.get(SERVICE_HEADERS.guardrailVersion)
  if (guardrailIdentifier === null && guardrailVersion === null) return undefined
  if (guardrailIdentifier === null || guardrailVersion === null) {
    const missing =
      guardrailIdentifier === null ? SERVICE_HEADERS.guardrail : SERVICE_HEADERS.guardrailVersion
    throw invalid(`A guardrail needs the header ${missing} as well.`, missing)
  }
  const trace = headers.get(SERVICE_HEADERS.trace)
  return {
    guardrailIdentifier,
    guardrailVersion,
    ...(trace === null ? {} : { trace: trace.toLowerCase() }),
  }
}

function toMetadata(headers: Headers): JsonBody {
  const text = headers.get(SERVICE_HEADERS.metadata)
  if (text === null) return {}
  const requestMetadata = parseJSON(text)
  if (!isRecord(requestMetadata)) {
    throw invalid(`${SERVICE_HEADERS.metadata} must be a JSON object.`, SERVICE_HEADERS.metadata)
  }
  return { requestMetadata }
}

function takesLatency({ api, host }: Way, serviceTiers: boolean): boolean {
  return serviceTiers && host === 'runtime' && (api === 'chat-completions' || api === 'invoke-model')
}
