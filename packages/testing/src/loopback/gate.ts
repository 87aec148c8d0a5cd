/** Something to wait for that a test opens when it likes: no sleeps needed. */
export interface Gate {
  /** Fulfilled once the gate is open. Give it to `hold` or to a stream's `gates`. */
  readonly opened: Promise<void>
  /** Opens the gate, for good. */
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
