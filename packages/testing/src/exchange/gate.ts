/** A promise that a test resolves when it chooses, so that timing needs no sleeps. */
export interface Gate {
  /** Resolves once the gate is open. Pass it to `hold` or to a stream's `gates`. */
  readonly opened: Promise<void>
  /** Opens the gate permanently. */
  open(): void
}

/** Makes a closed gate. */
export function createGate(): Gate {
  let resolveOpened: (() => void) | undefined
  const opened = new Promise<void>((resolve) => {
    resolveOpened = resolve
  })
  return { opened, open: () => resolveOpened?.() }
}
