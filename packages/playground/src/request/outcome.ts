import type { ExplainedRequest } from '@patchbay/sdk'

import type { TextRange } from '../json/members.ts'

/** What Bedrock would get. */
export type Sent = Pick<ExplainedRequest, 'method' | 'url' | 'headers' | 'body' | 'api' | 'host' | 'warnings'>

/** What the caller would be told in place of an answer. */
export interface Refusal {
  /** Of the error: `PatchbayRequestError`, `ConfigurationError`, ... */
  readonly name: string
  /** The HTTP status of the answer; `undefined` for an error without one. */
  readonly status: number | undefined
  readonly code: string | undefined
  /** The caller's name of the field, where the error names one. */
  readonly field: string | undefined
  readonly message: string
  /** The answer's body. */
  readonly body: unknown
}

/** What becomes of a text. */
export type Outcome =
  | ({ readonly kind: 'sent' } & Sent)
  | ({ readonly kind: 'refused' } & Refusal)
  | {
      readonly kind: 'unreadable'
      readonly message: string
      readonly range: TextRange
      readonly line: number
    }
