/** What hooks have counted since the process began. */
export interface HookCounts {
  readonly starts: number
  readonly ends: number
  /** Ends of requests that had not begun, or that had ended before. */
  readonly strayEnds: number
  readonly outcomes: Readonly<Record<string, number>>
}

/** What the process of `serve` tells of itself. */
export interface Measurement {
  readonly counts: HookCounts
  /** Bytes on the heap, after a collection. */
  readonly heap: number
  /** Sockets that are in use. */
  readonly sockets: number
}
