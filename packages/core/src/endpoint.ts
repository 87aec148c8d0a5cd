/** Which endpoint of a service a request is for. */
export interface Endpoint {
  /** The path below the base URL, without Azure's deployment, e.g. `/chat/completions`. */
  readonly endpoint: string
  /** The deployment segment of an Azure path. */
  readonly deployment: string | undefined
}

/**
 * Roots of OpenAI-shaped services, tried in order on paths outside the client's base URL (clones with another base,
 * SDKs that bring their own): `/openai/deployments/x/...`, `/any/prefix/v1/...`, `/openai/...`.
 */
const ROOTS = [/^.*?\/openai(?=\/deployments\/)/, /^.*?\/v\d[a-z\d]*(?=\/)/, /^.*?\/openai(?=\/)/]

/** `/deployments/{deployment}/chat/completions` https://learn.microsoft.com/azure/ai-services/openai/reference */
const DEPLOYMENT = /^\/deployments\/([^/]+)(\/.+)$/
const DEPLOYMENT_IN_BASE = /\/deployments\/([^/]+)$/

/** Splits the path of `url` into what the client's `baseURL` stands for and the endpoint below it. */
export function splitEndpoint(url: URL, baseURL: string): Endpoint {
  const base = basePath(baseURL)
  const path = below(url.pathname, base)
  const inPath = DEPLOYMENT.exec(path)
  if (inPath?.[1] !== undefined && inPath[2] !== undefined) {
    return { endpoint: inPath[2], deployment: decode(inPath[1]) }
  }
  const inBase = url.pathname.startsWith(base) ? DEPLOYMENT_IN_BASE.exec(base)?.[1] : undefined
  return { endpoint: path, deployment: inBase === undefined ? undefined : decode(inBase) }
}

/** The path of the base that was asked for last: a client has one for all of its requests. */
let last: { readonly baseURL: string; readonly path: string } | undefined

function basePath(baseURL: string): string {
  if (last?.baseURL !== baseURL) last = { baseURL, path: trimSlash(URL.parse(baseURL)?.pathname ?? '') }
  return last.path
}

function below(path: string, base: string): string {
  if (path.startsWith(`${base}/`)) return path.slice(base.length)
  for (const root of ROOTS) {
    const found = root.exec(path)
    if (found !== null) return path.slice(found[0].length)
  }
  return path
}

function trimSlash(path: string): string {
  return path.replace(/(?<!\/)\/+$/, '')
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
