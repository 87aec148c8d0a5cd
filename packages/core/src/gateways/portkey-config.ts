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
  /** How the next target is chosen. */
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
  /** `simple`: the same request; `semantic`: a similar one. */
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
  /** The id of a provider key that Portkey stores. */
  virtual_key?: string | undefined
  /** The provider's key. */
  api_key?: string | undefined
  /** `loadbalance`: the target's share. */
  weight?: number | undefined
  /** Retries by the gateway. */
  retry?: PortkeyRetry | undefined
  /** Caching by the gateway. */
  cache?: PortkeyCache | undefined
  /** Milliseconds. */
  request_timeout?: number | undefined
  /** Fields of the body that this target replaces, e.g. `{ model: '...' }`. */
  override_params?: Readonly<Record<string, unknown>> | undefined
  /** Where the provider is, e.g. a VPC endpoint. */
  custom_host?: string | undefined
  /** Request headers that the gateway forwards to the provider. */
  forward_headers?: readonly string[] | undefined
  /** `false`: answers have more than OpenAI's fields, thinking for one. */
  strict_open_ai_compliance?: boolean | undefined
  /** Checks of the request. */
  input_guardrails?: readonly unknown[] | undefined
  /** Checks of the answer. */
  output_guardrails?: readonly unknown[] | undefined
  /** `bedrock`: the access key. */
  aws_access_key_id?: string | undefined
  /** `bedrock`: the secret key. */
  aws_secret_access_key?: string | undefined
  /** `bedrock`: of temporary credentials. */
  aws_session_token?: string | undefined
  /** `bedrock`: the region. */
  aws_region?: string | undefined
  /** `bedrock`: the role that the gateway assumes. */
  aws_role_arn?: string | undefined
  /** `bedrock`: the external id of that role. */
  aws_external_id?: string | undefined
  /** `bedrock`: how the gateway signs. */
  aws_auth_type?: 'assumedRole' | 'apiKey' | undefined
  /** `azure-openai`: the resource. */
  azure_resource_name?: string | undefined
  /** `azure-openai`: the deployment. */
  azure_deployment_id?: string | undefined
  /** `azure-openai`: the `api-version` of the query. */
  azure_api_version?: string | undefined
  /** `azure-openai`: the model of the deployment. */
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
