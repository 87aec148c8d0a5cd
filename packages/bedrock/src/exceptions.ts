import type { HttpResponse } from './smithy.ts'

/**
 * The exception that stands for an HTTP status, by the statuses that the service itself gives them. A gateway's own
 * failures have no exception's name: this one makes them an error of the application's own SDK.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html
 */
const EXCEPTIONS: Readonly<Record<number, string>> = {
  401: 'AccessDeniedException',
  402: 'ServiceQuotaExceededException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
  407: 'AccessDeniedException',
  408: 'ModelTimeoutException',
  409: 'ConflictException',
  424: 'ModelErrorException',
  429: 'ThrottlingException',
  500: 'InternalServerException',
  502: 'ServiceUnavailableException',
  503: 'ServiceUnavailableException',
  504: 'ServiceUnavailableException',
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html#API_runtime_ConverseStream_Errors */
const STREAM_EXCEPTIONS: Readonly<Record<string, number>> = {
  InternalServerException: 500,
  ModelStreamErrorException: 424,
  ModelTimeoutException: 408,
  ServiceUnavailableException: 503,
  ThrottlingException: 429,
  ValidationException: 400,
}

/** The status of an exception within a stream, by its name; `undefined` for a name that is none of these. */
export function statusOfStreamException(name: string): number | undefined {
  return Object.hasOwn(STREAM_EXCEPTIONS, name) ? STREAM_EXCEPTIONS[name] : undefined
}

/** The name of the exception for a status. */
export function toExceptionName(status: number): string {
  if (status < 400) return 'InternalServerException'
  return EXCEPTIONS[status] ?? (status < 500 ? 'ValidationException' : 'InternalServerException')
}

/**
 * A failure as the service would answer it, from which the SDK's own deserializer makes its own exception.
 *
 * @param headers further headers of the answer, lower case.
 * @param type the exception's name, by default that of the status.
 */
export function errorAnswer(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
  type = toExceptionName(status),
): HttpResponse {
  return {
    statusCode: status,
    headers: { ...headers, 'content-type': 'application/json', 'x-amzn-errortype': type },
    body: new TextEncoder().encode(JSON.stringify({ message })),
  }
}
