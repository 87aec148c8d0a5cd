import type { RunningServer } from './server.ts'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/**
 * Waits for a signal, then stops the server: what is under way may finish, until the time is over or a second signal comes.
 *
 * @param grace milliseconds
 * @param onStopping told of the first signal, with how many requests are under way
 * @returns how many requests were cut
 */
export async function untilStopped(
  server: RunningServer,
  grace: number,
  onStopping: (underWay: number) => void,
): Promise<number> {
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let isFirst = true
  // One listener until the end: in a moment without any, a signal would end the process.
  const onSignal = (): void => {
    if (isFirst) first.resolve()
    else second.resolve()
    isFirst = false
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  await first.promise
  let cut = 0
  const cutAll = (): void => {
    cut += server.underWay()
    server.cut()
  }
  onStopping(server.underWay())
  void second.promise.then(cutAll)
  const timer = setTimeout(cutAll, grace)
  await server.stop()
  clearTimeout(timer)
  for (const signal of SIGNALS) process.off(signal, onSignal)
  return cut
}
