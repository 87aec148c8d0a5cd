import type { RouteRequest, Warning } from '@patchbay/core'

import type { Services } from '../../backend/backend.ts'
import type { ResolvedModel } from '../../bedrock/model.ts'
import type { MessagesRequest } from './read-request.ts'

/** One Messages request on its way. */
export interface PreparedMessage {
  readonly request: RouteRequest
  readonly services: Services
  readonly asked: MessagesRequest
  readonly model: ResolvedModel
  /** Of the model's resolution; handed to the handlers already. */
  readonly warnings: readonly Warning[]
}
