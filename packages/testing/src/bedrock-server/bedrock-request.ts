import type { RecordedRequest } from '../exchange/recorded-request.ts'
import type { Authentication } from './authenticate.ts'
import type { AppliedGuardrail } from './applied-guardrail.ts'
import type { BedrockHost } from './native-apis/surfaces.ts'
import type { OperationName } from './router.ts'

/** A request as the Bedrock server received it. */
export interface BedrockRequest extends RecordedRequest {
  /** `undefined` where no operation has that path. */
  readonly operation: OperationName | undefined
  /** The host that received it. */
  readonly host: BedrockHost
  /** The model id or ARN in the path, decoded, or in the body where the API has it there. */
  readonly modelId: string | undefined
  /** The guardrail that Bedrock applies to it; `undefined` where none is named, or an API ignores it. */
  readonly guardrail: AppliedGuardrail | undefined
  /** How the caller authenticated, or why it was refused. */
  readonly authentication: Authentication
  /** The id of the answer's `x-amzn-requestid`. */
  readonly requestId: string
}
