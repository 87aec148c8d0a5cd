/** How a call is made: for a whole answer, or for a stream. */
export type Mode = 'plain' | 'stream'

/** What the first server of a run does, and what the page says of it. */
export interface Fault {
  readonly name: string
  readonly modes: readonly Mode[]
  readonly behaviour: Behaviour
  /** Whether `fallback` and `retry` send the call again, by what the page on routes says. */
  readonly isRetried: boolean
}

/** What a server does with a request. */
export type Behaviour =
  | { readonly kind: 'refuse' | 'reset' | 'stall' | 'html' | 'cut' }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  /** Begins a stream, and goes on so before its content or, with `late`, after it has been read. */
  | {
      readonly kind: 'stream'
      readonly how: 'reset' | 'stall' | 'malformed' | 'exception'
      readonly late: boolean
      readonly status?: number
    }

const BOTH = ['plain', 'stream'] as const
const PLAIN = ['plain'] as const
const STREAM = ['stream'] as const
const status = (code: number, isRetried: boolean, retryAfter?: string): Fault => ({
  name: retryAfter === undefined ? `status ${code}` : `status ${code} with \`retry-after\``,
  modes: BOTH,
  behaviour: { kind: 'status', status: code, ...(retryAfter !== undefined && { retryAfter }) },
  isRetried,
})

/** Everything that can go wrong, in the order of the page. */
export const FAULTS: readonly Fault[] = [
  { name: 'connection refused', modes: BOTH, behaviour: { kind: 'refuse' }, isRetried: true },
  { name: 'reset before the headers', modes: BOTH, behaviour: { kind: 'reset' }, isRetried: true },
  status(400, false),
  status(401, false),
  status(408, true),
  status(429, true),
  // As short as a run may be: the waiting itself is tested with a clock.
  status(429, true, '0.01'),
  status(500, true),
  status(503, true),
  { name: 'stall before the headers', modes: BOTH, behaviour: { kind: 'stall' }, isRetried: false },
  { name: 'a page (HTML) with status 200', modes: BOTH, behaviour: { kind: 'html' }, isRetried: true },
  { name: 'whole answer cut in the middle', modes: PLAIN, behaviour: { kind: 'cut' }, isRetried: true },
  {
    name: 'stream that begins with a 400',
    modes: STREAM,
    behaviour: { kind: 'stream', how: 'exception', late: false, status: 400 },
    isRetried: false,
  },
  {
    name: 'stream that begins with throttling',
    modes: STREAM,
    behaviour: { kind: 'stream', how: 'exception', late: false, status: 429 },
    isRetried: true,
  },
  {
    name: 'throttling in mid-stream',
    modes: STREAM,
    behaviour: { kind: 'stream', how: 'exception', late: true, status: 429 },
    isRetried: false,
  },
  {
    name: 'malformed frame in mid-stream',
    modes: STREAM,
    behaviour: { kind: 'stream', how: 'malformed', late: true },
    isRetried: false,
  },
  {
    name: 'reset in mid-stream',
    modes: STREAM,
    behaviour: { kind: 'stream', how: 'reset', late: true },
    isRetried: false,
  },
  {
    name: 'stall in mid-stream',
    modes: STREAM,
    behaviour: { kind: 'stream', how: 'stall', late: true },
    isRetried: false,
  },
]
