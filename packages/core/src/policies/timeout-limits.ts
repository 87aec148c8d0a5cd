/** Limits in milliseconds; what is left out is unlimited. */
export interface TimeoutLimits {
  /** From the request to the status and headers of the answer. */
  connect?: number | undefined
  /** From the request to the first content of the answer: heartbeats, and events that only open the answer, are none. */
  firstToken?: number | undefined
  /** Between two chunks of the body that are no heartbeats, while the reader waits for one. */
  idle?: number | undefined
  /** From the request to the end of the body. */
  total?: number | undefined
}
