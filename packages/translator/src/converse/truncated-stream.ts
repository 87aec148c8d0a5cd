import { TranslationError } from '../translation-error.ts'

/** The error for a stream that ended without a `messageStop`. */
export function truncatedStream(): TranslationError {
  return new TranslationError('The stream from Bedrock ended before the answer was complete.', {
    status: 502,
    type: 'server_error',
    code: 'stream_truncated',
  })
}
