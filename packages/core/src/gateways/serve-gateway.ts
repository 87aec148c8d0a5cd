import { errorResponse } from '../errors/error-response.ts'
import { isConnectionFailure } from '../connection-failure.ts'
import { errorWithoutSecrets } from '../redaction/error-without-secrets.ts'
import type { Redactor } from '../redaction/redactor.ts'
import { isRecord } from '../internal/is-record.ts'
import type { RouteRequest } from '../route-request.ts'
import type { BoundGateway } from './bound-gateway.ts'
import { addressHeaders } from './address-request.ts'
import { gatewayRequest } from './default-headers.ts'
import { gatewayRedactor } from './gateway-secrets.ts'
import type { GatewayRejection, GatewayRequest } from './gateway-types.ts'
import { fieldsOf, type HeaderFields } from './header-fields.ts'
import { isEventStream, plainHeaders, readAnswerText } from './answer.ts'
import { eventFor, refuseNoAnswer, refuseUnreadable } from './no-answer.ts'
import { offerEvents } from './offer-events.ts'
import { rememberedRedactor } from './remembered-redactor.ts'
import { redactReportedFailures } from './reported-secrets.ts'
import { renameFormModel, renameModel } from './request-model.ts'
import { sendToGateway } from './send.ts'
import { encodeForm, readUploadForm, type UploadForm } from './upload-form.ts'

/**
 * Sends one request to its gateway, and reads what the gateway says of it. No failure quotes a secret.
 *
 * @param send sends it; another one explains what would be sent
 */
export async function serveGateway(
  gateway: BoundGateway,
  plain: RouteRequest,
  send: typeof sendToGateway = sendToGateway,
): Promise<Response> {
  try {
    return await serve(gateway, plain, send)
  } catch (error) {
    // What the caller's own `fetch` has thrown is theirs.
    throw isConnectionFailure(error)
      ? error
      : errorWithoutSecrets(error, gatewayRedactor(gateway, plain.headers))
  }
}

async function serve(
  gateway: BoundGateway,
  plain: RouteRequest,
  send: typeof sendToGateway,
): Promise<Response> {
  const upload = await readUploadForm(plain, gateway.options)
  const request = gatewayRequest(
    upload === undefined ? plain : { ...plain, body: upload.form },
    gateway.options,
  )
  const rejection = gateway.reject(request)
  if (rejection !== undefined) return toRejection(rejection, gatewayRedactor(gateway, plain.headers))
  const given = fieldsOf(plain.headers)
  const headers = addressHeaders(gateway, request, given)
  const sent = await send(request, {
    url: gateway.url(request),
    headers,
    body: await addressUpload(addressBody(gateway, request), upload, headers),
    gateway: gateway.name,
    transport: gateway.options.transport,
  })
  const response = await refuseNoAnswer(sent, request, gateway.name)
  const answer = await readByDefinition(gateway, response, request)
  const redactor = rememberedRedactor(gateway, given, headers)
  if (answer.status < 400) {
    const safe = await redactReportedFailures(answer, redactor, eventFor(request, gateway.name))
    return isEventStream(safe) ? offerEvents(safe) : safe
  }
  if (request.client.kind === 'bedrock') return redactBody(answer, redactor)
  const { normalizeFailure } = await import('./failure-answer.ts')
  return normalizeFailure(answer, gateway.name, redactor)
}

async function readByDefinition(
  gateway: BoundGateway,
  response: Response,
  request: GatewayRequest,
): Promise<Response> {
  if (response.status >= 400) return response
  return refuseUnreadable(await gateway.answer(response, request), request, gateway.name)
}

/** A Bedrock client reads errors of another shape, which the gateway hands on as they came from AWS. */
async function redactBody(answer: Response, redactor: Redactor): Promise<Response> {
  const { status } = answer
  const headers = redactor.headers(plainHeaders(answer))
  return new Response(redactor.json(await readAnswerText(answer)), { status, headers })
}

function toRejection(rejection: GatewayRejection, redactor: Redactor): Response {
  const { status, ...error } = rejection
  return errorResponse(
    status,
    { ...error, message: redactor.text(error.message) },
    { 'x-should-retry': 'false' },
  )
}

/** An upload goes on as bytes, as it came: encoded anew where a field has changed. */
async function addressUpload(
  body: RequestInit['body'],
  upload: UploadForm | undefined,
  headers: HeaderFields,
): Promise<RequestInit['body']> {
  if (upload === undefined || !(body instanceof FormData)) return body
  if (body === upload.form) return upload.bytes
  const encoded = await encodeForm(body)
  headers.set('content-type', encoded.contentType)
  return encoded.body
}

/** The body to send: the client's own bytes wherever nothing changed. */
function addressBody(gateway: BoundGateway, request: GatewayRequest): RequestInit['body'] {
  if (request.body instanceof FormData) return renameFormModel(request.body, request.model)
  const original = request.json()
  if (!isRecord(original)) return request.body
  const renamed = renameModel(original, request.model)
  const body = gateway.body(renamed, request)
  return body === original ? request.body : JSON.stringify(body)
}
