import type { ClientConfig } from './detect.ts'

/**
 * The endpoint of the provider that a client would call if it were not registered, or `undefined` where it is unknown.
 * `resolved` is what the SDK found for this call.
 *
 * A client that was given the gateway as its endpoint, as samples do, has the provider's endpoint of its region.
 */
export async function providerEndpoint(
  config: ClientConfig,
  resolved: URL | undefined,
  isGateway: (url: URL) => boolean,
): Promise<URL | undefined> {
  const own = resolved ?? (await givenEndpoint(config))
  return own === undefined || isGateway(own) ? regionalEndpoint(config) : own
}

/** The endpoint that the caller gave, else the one of the environment or the profile. */
async function givenEndpoint(config: ClientConfig): Promise<URL | undefined> {
  if (config.endpoint === undefined && config.ignoreConfiguredEndpointUrls !== true) {
    return URL.parse((await config.serviceConfiguredEndpoint?.()) ?? '') ?? undefined
  }
  const parts = (await config.endpoint?.()) as
    | { protocol: string; hostname: string; port?: number; path?: string }
    | undefined
  if (parts === undefined) return undefined
  const port = parts.port === undefined ? '' : `:${parts.port}`
  return URL.parse(`${parts.protocol}//${parts.hostname}${port}${parts.path ?? ''}`) ?? undefined
}

/** By the SDK's own rules, so that every partition and variant is right. Without a region there is no answer. */
async function regionalEndpoint(config: ClientConfig): Promise<URL | undefined> {
  try {
    const parameters = {
      Region: await config.region(),
      UseFIPS: (await config.useFipsEndpoint?.()) ?? false,
      UseDualStack: (await config.useDualstackEndpoint?.()) ?? false,
    }
    return config.endpointProvider?.(parameters).url
  } catch {
    return undefined
  }
}

/** A URL as a base: no slash at its end. */
export function toBase(url: URL): string {
  return (url.origin + url.pathname).replace(/(?<!\/)\/+$/, '')
}
