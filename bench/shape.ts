/** Text deltas in one streamed answer. */
export const EVENTS = 200
/** The text of each. */
export const TEXT = 'The quick brown fox '
/** The prompt of every call. */
export const PROMPT = 'Tell me about foxes.'
/** The model of every call. */
export const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
/** Test credentials: nothing outside of this machine knows them. */
export const CREDENTIALS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}
/** The upstream's base URL. */
export const UPSTREAM = `http://127.0.0.1:${process.env['BENCH_PORT'] ?? '0'}`
