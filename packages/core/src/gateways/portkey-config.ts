/**
 * A gateway config, spelled as Portkey spells it, so that one that was saved in its app can be pasted.
 * https://portkey.ai/docs/api-reference/inference-api/config-object
 */
export interface PortkeyConfig extends PortkeyTarget {
  /** How the `targets` are chosen from. */
  strategy?: PortkeyStrategy | undefined
  /** Where requests go; each may have a strategy and targets of its own. */
  targets?: readonly PortkeyConfig[] | undefined
}

/** How Portkey chooses among targets. */
export interface PortkeyStrategy {
  mode: 'single' | 'loadbalance' | 'fallback' | 'conditional'
  /** `fallback`: the statuses that move on to the next target. Default: every status that is not 2xx. */
  on_status_codes?: readonly number[] | undefined
  /** `conditional`: queries over metadata and parameters, and the `name` of the target that each leads to. */
  conditions?: readonly { query: Readonly<Record<string, unknown>>; then: string }[] | undefined
  /** `conditional`: the `name` of the target that serves the rest. */
  default?: string | undefined
}

/** Retries by the gateway. */
export interface PortkeyRetry {
  /** 0 to 5. */
  attempts: number
  /** Default: 429, 500, 502, 503, 504. */
  on_status_codes?: readonly number[] | undefined
  /** Wait as long as the provider's `retry-after` header asks. */
  use_retry_after_header?: boolean | undefined
}

/** Caching by the gateway. */
export interface PortkeyCache {
  mode: 'simple' | 'semantic'
  /** Seconds. */
  max_age?: number | undefined
}

/** One target, or the whole config where there is only one. */
export interface PortkeyTarget {
  /** For `conditions` to lead to. */
  name?: string | undefined
  /** `@slug` of the model catalogue, or a provider's name. */
  provider?: string | undefined
  virtual_key?: string | undefined
  /** The provider's key. */
  api_key?: string | undefined
  /** `loadbalance`: the target's share. */
  weight?: number | undefined
  retry?: PortkeyRetry | undefined
  cache?: PortkeyCache | undefined
  /** Milliseconds. */
  request_timeout?: number | undefined
  /** Fields of the body that this target replaces, e.g. `{ model: '...' }`. */
  override_params?: Readonly<Record<string, unknown>> | undefined
  custom_host?: string | undefined
  forward_headers?: readonly string[] | undefined
  strict_open_ai_compliance?: boolean | undefined
  input_guardrails?: readonly unknown[] | undefined
  output_guardrails?: readonly unknown[] | undefined
  aws_access_key_id?: string | undefined
  aws_secret_access_key?: string | undefined
  aws_session_token?: string | undefined
  aws_region?: string | undefined
  aws_role_arn?: string | undefined
  aws_external_id?: string | undefined
  aws_auth_type?: 'assumedRole' | 'apiKey' | undefined
  azure_resource_name?: string | undefined
  azure_deployment_id?: string | undefined
  azure_api_version?: string | undefined
  azure_model_name?: string | undefined
  /** What else Portkey knows. */
  [field: string]: unknown
}

/** Whether a config says where requests go, rather than only how often they are tried, cached and so on. */
export function namesProvider(config: string | PortkeyConfig | undefined): boolean {
  if (typeof config === 'object')
    return config.provider !== undefined || config.virtual_key !== undefined || config.targets !== undefined
  return config !== undefined
}
