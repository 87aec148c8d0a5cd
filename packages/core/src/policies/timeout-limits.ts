/** Limits in milliseconds; what is left out has none. */
export interface TimeoutLimits {
  /** From the request to the head of the answer. */
  connect?: number | undefined
  /** From the request to the first bytes of the answer's body. */
  firstToken?: number | undefined
  /** Between two pieces of the body, while somebody waits for one. */
  idle?: number | undefined
  /** From the request to the end of the body. */
  total?: number | undefined
}
