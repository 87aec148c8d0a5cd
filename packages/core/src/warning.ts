/** Something the other side of a route could not express: reported, never silent. */
export interface Warning {
  /** Stable and machine-readable, e.g. `unsupported_parameter`. */
  readonly code: string
  /** The caller's own name of the field, e.g. `logit_bias` or `messages[2].name`. */
  readonly field: string
  /** One sentence for a person: what happened to the field, and what to do about it. Never contains a secret. */
  readonly message: string
}

/** Receives each warning once, while the request it belongs to is being translated. */
export type WarningHandler = (warning: Warning) => void
