import { UsageError } from '../usage-error.ts'
import type { Address } from './server.ts'

/** Errors of `listen` that tell of the arguments. */
const LISTEN_ERRORS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use: choose another one by --port, or 0 for any that is free',
  EACCES: 'may not be listened at by this user: choose another one by --port',
  EADDRNOTAVAIL: 'is no address of this machine',
  ENOTFOUND: 'is no address of this machine',
}

/**
 * Starts a server at an address that the arguments gave.
 *
 * @throws UsageError where nothing can listen there
 */
export async function listening<Server>(
  { host, port }: Address,
  start: () => Promise<Server>,
): Promise<Server> {
  try {
    return await start()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const reason = LISTEN_ERRORS[code]
    if (reason === undefined) throw error
    throw new UsageError(`${host}:${port} ${reason}`)
  }
}
