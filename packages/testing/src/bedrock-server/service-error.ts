/**
 * HTTP status by error type, as the service model declares it, and the few that every AWS service shares.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html
 */
export const ERROR_STATUS = {
  AccessDeniedException: 403,
  ConflictException: 400,
  ExpiredTokenException: 403,
  IncompleteSignatureException: 400,
  InternalServerException: 500,
  InvalidSignatureException: 403,
  MissingAuthenticationTokenException: 403,
  ModelErrorException: 424,
  ModelNotReadyException: 429,
  ModelStreamErrorException: 424,
  ModelTimeoutException: 408,
  ResourceNotFoundException: 404,
  SerializationException: 400,
  ServiceQuotaExceededException: 400,
  ServiceUnavailableException: 503,
  ThrottlingException: 429,
  UnrecognizedClientException: 403,
  ValidationException: 400,
} as const

/** The error types and their statuses. */
export type ServiceErrorType = keyof typeof ERROR_STATUS

/** Why the service refuses a request: type and text as it words them. The status follows from the type. */
export interface Rejection {
  readonly type: ServiceErrorType
  readonly message: string
  /** Default: the status of the type. */
  readonly status?: number
  /** In OpenAI's envelope only. Default: what fits the status. */
  readonly code?: string | null
  /** In OpenAI's envelope only. Default `null`. */
  readonly param?: string | null
}

/** A rejection of the request itself: `ValidationException`, status 400. */
export function invalid(message: string): Rejection {
  return { type: 'ValidationException', message }
}

/** A model that only inference profiles serve, by its bare id: the same words by every API of Bedrock Runtime. */
export function onDemandRefusal(modelId: string): Rejection {
  return invalid(
    `Invocation of model ID ${modelId} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`,
  )
}

const MODEL_FRAME = 'The model returned the following errors: '

/** A rejection that comes from the model behind the service rather than from the service itself, as Converse frames it. */
export function refusedByModel(message: string): Rejection {
  return invalid(`${MODEL_FRAME}${message}`)
}

/** The same rejection as InvokeModel passes it on: the model's words without Converse's frame. */
export function inModelsWords({ message, ...rejection }: Rejection): Rejection {
  return {
    ...rejection,
    message: message.startsWith(MODEL_FRAME) ? message.slice(MODEL_FRAME.length) : message,
  }
}
