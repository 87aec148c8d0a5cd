import type { Way } from '@patchbay/translator'

/** Where a response of this route's was made: the other host does not know it. */
export interface MadeResponse extends Pick<Way, 'host'> {
  /** The base path of its API on that host, e.g. `/openai/v1`. */
  readonly base: string
}

/** The hosts of the responses that this route has handed out last. */
export interface ResponseHosts {
  readonly remember: (id: string, made: MadeResponse) => void
  readonly find: (id: string) => MadeResponse | undefined
}

const MOST_ENTRIES = 10_000

export function createResponseHosts(): ResponseHosts {
  const hosts = new Map<string, MadeResponse>()
  return {
    remember(id, made) {
      const [oldest] = hosts.keys()
      if (hosts.size >= MOST_ENTRIES && oldest !== undefined) hosts.delete(oldest)
      hosts.set(id, made)
    },
    find: (id) => hosts.get(id),
  }
}
