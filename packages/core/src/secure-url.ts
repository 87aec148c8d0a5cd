import { ConfigurationError } from './errors/configuration-error.ts'

/**
 * Parses a base URL from an option or the environment. A trailing slash is taken off the path.
 *
 * @throws ConfigurationError when it is not an http(s) URL, contains credentials, a query or a fragment, or would send
 * secrets unencrypted: http is for loopback only, unless `allowInsecure`.
 */
export function parseBaseURL(value: string, owner: string, allowInsecure = false): URL {
  let url: URL
  try {
    url = new URL(value)
  } catch {
    throw new ConfigurationError(`${owner} must be an absolute URL such as https://gateway.example.com.`)
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new ConfigurationError(`${owner} must start with https:// (or http:// for loopback).`)
  }
  if (url.username !== '' || url.password !== '') {
    throw new ConfigurationError(
      `${owner} must not contain a user name or password: pass the key as an option.`,
    )
  }
  if (url.search !== '' || url.hash !== '') {
    throw new ConfigurationError(`${owner} must not contain a query or a fragment.`)
  }
  if (url.protocol === 'http:' && !allowInsecure && !isLoopback(url.hostname)) {
    throw new ConfigurationError(
      `${owner} would send keys over plain http to ${url.hostname}. Use https, or set allowInsecure: true ` +
        '(PATCHBAY_ALLOW_INSECURE=1) if you trust that network.',
    )
  }
  url.pathname = url.pathname.replace(/(?<!\/)\/+$/, '')
  return url
}

/**
 * Whether a host name of a URL (IPv6 in brackets) is this machine. Names below `.localhost` do not count: some
 * resolvers look them up on the network.
 */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

/** `base` followed by `path`, one slash between them, whatever slashes either has. An empty path adds none. */
export function joinURL(base: URL | string, path: string, search = ''): string {
  const start = (typeof base === 'string' ? base : base.href).replace(/(?<!\/)\/+$/, '')
  const rest = path.replace(/^\/+/, '')
  return (rest === '' ? start : `${start}/${rest}`) + search
}
