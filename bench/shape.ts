// What every contestant asks, and what the upstream answers.

/** The text of each delta of a stream. */
export const TEXT = 'The quick brown fox '
/** The text of a whole answer. */
export const ANSWER = TEXT.repeat(4)
/** The model of every call. */
export const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
/** Numbers in one embedding. */
export const DIMENSIONS = 256
/** Test credentials: nothing outside of this machine knows them. */
export const CREDENTIALS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

/**
 * How the upstream streams, one listening port each. `deltas` of `characters` each, one delta a packet; `microseconds` is the time
 * between two packets: up to 1,000 it is waited for busily, above it by a timer. Those of a stream that comes `together` are written
 * at once. A stream that is `held` does not end by itself.
 */
export const STREAMS = {
  plain: { deltas: 200, characters: 20, microseconds: 0, together: true },
  few: { deltas: 8, characters: 20, microseconds: 0, together: true },
  packets: { deltas: 200, characters: 20, microseconds: 20 },
  brief: { deltas: 8, characters: 20, microseconds: 20 },
  paced: { deltas: 100, characters: 20, microseconds: 10_000 },
  large: { deltas: 24, characters: 65_536, microseconds: 0 },
  unread: { deltas: 1000, characters: 65_536, microseconds: 0 },
  held: { deltas: 1, characters: 20, microseconds: 0, held: true },
} as const satisfies Record<string, StreamShape>

/** The shape of one stream. */
export interface StreamShape {
  readonly deltas: number
  readonly characters: number
  readonly microseconds: number
  readonly together?: boolean
  readonly held?: boolean
}

/** The name of a stream's shape, and of the port that serves it. */
export type StreamName = keyof typeof STREAMS

/** The upstream's base URLs: one for each shape of stream, one that speaks HTTP/2 alone, one that says what was counted. */
export type Upstream = Readonly<Record<StreamName | 'http2' | 'counted', string>>
