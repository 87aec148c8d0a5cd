/** How the process ends. Scripts read it: a number keeps its meaning. */
export const EXIT_CODE = {
  /** What was asked for was done, and is good. */
  ok: 0,
  /** It was done, and the result is a failure: a request was refused, a check failed. */
  failed: 1,
  /** It was not done: an argument or the configuration is wrong. */
  misused: 2,
} as const
