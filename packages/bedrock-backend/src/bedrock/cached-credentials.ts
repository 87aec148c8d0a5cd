import type { AwsCredentials, AwsCredentialsProvider } from './options.ts'

/** Credentials are renewed this long before they end, in milliseconds: time for a request that is on its way. */
const MARGIN = 5 * 60 * 1000

/** Credentials that are loaded when needed. */
export interface CredentialsCache {
  /** The current ones. Callers at the same time share one load; a failed load is not remembered. */
  get(): Promise<AwsCredentials>
  /** Those that `get` would give at once; `undefined` where it has to load. */
  fresh(): AwsCredentials | undefined
  /** The service refused these as expired: the next `get` loads anew, unless that has happened already. */
  forget(refused: AwsCredentials): void
}

/**
 * @param load brings fresh credentials
 * @param now milliseconds since the epoch
 */
export function cacheCredentials(
  load: AwsCredentialsProvider,
  now: () => number = Date.now,
): CredentialsCache {
  let current: AwsCredentials | undefined
  let loading: Promise<AwsCredentials> | undefined

  const isFresh = ({ expiration }: AwsCredentials) =>
    expiration === undefined || new Date(expiration).getTime() - now() > MARGIN

  const reload = async (): Promise<AwsCredentials> => {
    try {
      current = await load()
      return current
    } catch (error) {
      // Inside the margin the old ones are still good.
      const usable = current?.expiration !== undefined && new Date(current.expiration).getTime() > now()
      if (usable && current !== undefined) return current
      throw error
    } finally {
      loading = undefined
    }
  }

  const fresh = () => (current !== undefined && isFresh(current) ? current : undefined)

  return {
    get: async () => fresh() ?? (loading ??= reload()),
    fresh,
    forget: (refused) => {
      if (current === refused) current = undefined
    },
  }
}
