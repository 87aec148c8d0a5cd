/** A route without its secrets: for logs, `registrationOf` and error messages. */
export interface RouteDescription {
  /** A gateway, a route that is served in this process, or a policy over routes. */
  readonly kind: 'gateway' | 'local' | 'policy'
  /** `javelin`, `bedrock`, `fallback`, ... */
  readonly name: string
  /** Base URL, region, model, ...: whatever helps to tell routes apart. */
  readonly [detail: string]: unknown
}
