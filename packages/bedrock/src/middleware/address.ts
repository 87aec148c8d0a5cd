import type { BedrockCommand, BedrockGateway, BedrockRejection, ObservedFacts } from '@patchbay/core'
import { type Call, readCall, withCall } from '../call.ts'
import type { ClientConfig } from '../detect.ts'
import { errorAnswer } from '../exceptions.ts'
import { apiOf } from '../hooks/command-facts.ts'
import { toBase, providerEndpoint } from '../provider-endpoint.ts'
import { orRejection } from '../rejection.ts'
import { toQuery, toSearch, withHost } from '../request.ts'
import type { Arguments, HttpRequest, Middleware, Next, Result } from '../smithy.ts'
import { copyMessage } from '../smithy.ts'
import { readModelId } from '../call.ts'
import { isPlaceholder } from './authentication.ts'

/**
 * Works out where a call goes, right before it is signed, and gives the request the form that is signed: for the
 * provider it is what AWS will see, for the gateway what the gateway will see.
 */
export function createAddressMiddleware(config: ClientConfig): Middleware {
  return (next, context) => async (args) => {
    const call = readCall(args)
    if (call === undefined || call.backend !== undefined || call.policy !== undefined) return next(args)
    const { gateway } = call
    const request = args.request as HttpRequest
    const resolved = isPlaceholder(context.endpointV2) ? undefined : context.endpointV2?.url
    const path = pathBelow(request.path, resolved)
    const wanted = gateway.signing === 'provider' || gateway.namesProvider
    const provider = wanted
      ? await providerEndpoint(config, resolved, (url) => gateway.isGateway(url))
      : undefined
    const command: BedrockCommand = {
      name: context.commandName ?? '',
      method: request.method,
      path,
      search: toSearch(request.query),
      model: readModelId(args.input),
      foundationModel: call.foundationModel,
      headers: toHeaders(request),
      body: readBody(request),
      provider: provider === undefined ? undefined : toBase(provider),
    }
    const rejection = gateway.refuse?.(command)
    if (rejection !== undefined) return refuse(args, call, next, rejection)
    const url = await orRejection(() => gateway.url(command))
    if (typeof url === 'object') return refuse(args, call, next, url)
    call.observed?.observation.report({ ...factsOf(call, command), url })
    const signed = signedForm(request, gateway, url, provider, path)
    return next(withCall({ ...args, request: signed }, { ...call, addressed: { command, url } }))
  }
}

/** What the service itself is called by: of a gateway nothing is known. */
function factsOf({ gateway }: Call, { name, model }: BedrockCommand): ObservedFacts {
  return gateway.service === undefined
    ? {}
    : { api: apiOf(name), host: gateway.service, responseModel: model }
}

/** Down to the deserializer, which makes an exception of the answer, and no further. */
function refuse(
  args: Arguments,
  call: Call,
  next: Next,
  { status, message }: BedrockRejection,
): Promise<Result> {
  const answer = errorAnswer(status, message)
  return next(withCall(args, { ...call, answer }))
}

/** The path below the client's endpoint, which may have a path of its own. */
function pathBelow(path: string, endpoint: URL | undefined): string {
  const prefix = endpoint?.pathname.replace(/(?<!\/)\/+$/, '') ?? ''
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path
}

/** All headers but those that name the host: `:authority` is there when the client's handler uses HTTP/2. */
function toHeaders(request: HttpRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (name !== ':authority' && name.toLowerCase() !== 'host') headers.set(name, value)
  }
  return headers
}

function readBody({ body }: HttpRequest): string | Uint8Array | undefined {
  return typeof body === 'string' || body instanceof Uint8Array ? body : undefined
}

/**
 * The gateway's own headers, such as a route that the caller named, are no part of what AWS sees: a signature over them
 * would not survive a gateway that keeps them to itself.
 */
function signedForm(
  request: HttpRequest,
  gateway: BedrockGateway,
  url: string,
  provider: URL | undefined,
  path: string,
): HttpRequest {
  if (gateway.signing === 'none') return request
  if (gateway.signing === 'gateway') {
    const target = new URL(url)
    return withHost(copyMessage(request, { path: target.pathname, query: toQuery(target) }), target)
  }
  if (provider === undefined) return request
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(([name]) => !gateway.isOwnHeader(name.toLowerCase())),
  )
  return withHost(
    copyMessage(request, { path: provider.pathname.replace(/(?<!\/)\/+$/, '') + path, headers }),
    provider,
  )
}
