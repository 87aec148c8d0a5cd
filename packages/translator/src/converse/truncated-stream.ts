import { TranslationError } from '../translation-error.ts'

/** A stream that ended without a `messageStop`: what came of it is no answer. */
export function truncatedStream(): TranslationError {
  return new TranslationError('The stream from Bedrock ended before the answer was complete.', {
    status: 502,
    type: 'server_error',
    code: 'stream_truncated',
  })
}
