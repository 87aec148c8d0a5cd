import type { CommonGatewayOptions } from './gateway-options.ts'
import { headerJSON } from './gateway-base.ts'
import type { PortkeyConfig } from './portkey-config.ts'

/** Options of `portkey()`. https://portkey.ai/docs/api-reference/inference-api/headers */
export interface PortkeyOptions extends CommonGatewayOptions {
  /** The gateway's root, without `/v1`. Default: `PORTKEY_BASE_URL`, else `https://api.portkey.ai`. */
  baseURL?: string | undefined
  /**
   * Header `x-portkey-api-key`. Default: `PORTKEY_API_KEY`, for the base in `PORTKEY_BASE_URL` or the default one only. A
   * gateway of your own may need none: `''` says so.
   */
  apiKey?: string | undefined
  /** Header `x-portkey-provider`: `@slug` of the model catalogue, or a provider's name. Default: `PORTKEY_PROVIDER`. */
  provider?: string | undefined
  /** Header `x-portkey-config`: the id of a saved config, or the config itself. Default: `PORTKEY_CONFIG`. */
  config?: string | PortkeyConfig | undefined
  /** Header `x-portkey-virtual-key`. */
  virtualKey?: string | undefined
  /** Header `x-portkey-trace-id`. */
  traceId?: string | undefined
  /** Header `x-portkey-span-id`. */
  spanId?: string | undefined
  /** Header `x-portkey-parent-span-id`. */
  parentSpanId?: string | undefined
  /** Header `x-portkey-span-name`. */
  spanName?: string | undefined
  /** Header `x-portkey-metadata`, as JSON. */
  metadata?: Readonly<Record<string, unknown>> | undefined
  /** Header `x-portkey-custom-host`: where the provider is, e.g. a VPC endpoint. */
  customHost?: string | undefined
  /** Header `x-portkey-request-timeout`, in milliseconds. */
  requestTimeout?: number | undefined
  /** Header `x-portkey-forward-headers`: names of request headers that the gateway hands on to the provider. */
  forwardHeaders?: readonly string[] | undefined
  /** Header `x-portkey-cache-force-refresh`. */
  cacheForceRefresh?: boolean | undefined
  /** Header `x-portkey-cache-namespace`. */
  cacheNamespace?: string | undefined
  /** Header `x-portkey-debug`: false keeps requests out of the gateway's logs. */
  debug?: boolean | undefined
  /**
   * Header `x-portkey-strict-open-ai-compliance`. With `false` answers have more than OpenAI's fields, thinking among
   * it. The gateway does not read the spelling `strict-openai-compliance`.
   */
  strictOpenAICompliance?: boolean | undefined
  /** Header `x-portkey-aws-access-key-id`. AWS details are for `provider: 'bedrock'`, never from the environment. */
  awsAccessKeyId?: string | undefined
  /** Header `x-portkey-aws-secret-access-key`. */
  awsSecretAccessKey?: string | undefined
  /** Header `x-portkey-aws-session-token`, of temporary credentials. */
  awsSessionToken?: string | undefined
  /** Header `x-portkey-aws-region`. */
  awsRegion?: string | undefined
  /** Header `x-portkey-aws-role-arn`: the role that the gateway assumes. */
  awsRoleArn?: string | undefined
  /** Header `x-portkey-aws-external-id`, for the assumed role. */
  awsExternalId?: string | undefined
  /** Header `x-portkey-aws-auth-type`. Default: `assumedRole` with `awsRoleArn`, else none. */
  awsAuthType?: 'assumedRole' | 'apiKey' | undefined
  /** Header `x-portkey-azure-resource-name`. Default for Azure clients: of the client's endpoint. */
  azureResourceName?: string | undefined
  /** Header `x-portkey-azure-deployment-id`. Default for Azure clients: the request's. */
  azureDeploymentId?: string | undefined
  /** Header `x-portkey-azure-api-version`. Default for Azure clients: the request's. */
  azureApiVersion?: string | undefined
  /** Header `x-portkey-azure-model-name`. */
  azureModelName?: string | undefined
  /** Header `x-portkey-azure-ad-token`. Default for Azure clients with an Entra token: the request's. */
  azureAdToken?: string | undefined
  /** Header `x-portkey-azure-auth-mode`. */
  azureAuthMode?: 'entra' | 'managed' | 'workload' | undefined
  /** Header `x-portkey-azure-managed-client-id`. */
  azureManagedClientId?: string | undefined
  /** Header `x-portkey-azure-workload-client-id`. */
  azureWorkloadClientId?: string | undefined
  /** Header `x-portkey-azure-entra-client-id`. */
  azureEntraClientId?: string | undefined
  /** Header `x-portkey-azure-entra-client-secret`. */
  azureEntraClientSecret?: string | undefined
  /** Header `x-portkey-azure-entra-tenant-id`. */
  azureEntraTenantId?: string | undefined
}

type HeaderOption = Exclude<keyof PortkeyOptions, keyof CommonGatewayOptions>

/** Options → headers; the compiler keeps the list complete. */
export const PORTKEY_HEADERS = {
  provider: 'x-portkey-provider',
  config: 'x-portkey-config',
  virtualKey: 'x-portkey-virtual-key',
  traceId: 'x-portkey-trace-id',
  spanId: 'x-portkey-span-id',
  parentSpanId: 'x-portkey-parent-span-id',
  spanName: 'x-portkey-span-name',
  metadata: 'x-portkey-metadata',
  customHost: 'x-portkey-custom-host',
  requestTimeout: 'x-portkey-request-timeout',
  forwardHeaders: 'x-portkey-forward-headers',
  cacheForceRefresh: 'x-portkey-cache-force-refresh',
  cacheNamespace: 'x-portkey-cache-namespace',
  debug: 'x-portkey-debug',
  strictOpenAICompliance: 'x-portkey-strict-open-ai-compliance',
  awsAccessKeyId: 'x-portkey-aws-access-key-id',
  awsSecretAccessKey: 'x-portkey-aws-secret-access-key',
  awsSessionToken: 'x-portkey-aws-session-token',
  awsRegion: 'x-portkey-aws-region',
  awsRoleArn: 'x-portkey-aws-role-arn',
  awsExternalId: 'x-portkey-aws-external-id',
  awsAuthType: 'x-portkey-aws-auth-type',
  azureResourceName: 'x-portkey-azure-resource-name',
  azureDeploymentId: 'x-portkey-azure-deployment-id',
  azureApiVersion: 'x-portkey-azure-api-version',
  azureModelName: 'x-portkey-azure-model-name',
  azureAdToken: 'x-portkey-azure-ad-token',
  azureAuthMode: 'x-portkey-azure-auth-mode',
  azureManagedClientId: 'x-portkey-azure-managed-client-id',
  azureWorkloadClientId: 'x-portkey-azure-workload-client-id',
  azureEntraClientId: 'x-portkey-azure-entra-client-id',
  azureEntraClientSecret: 'x-portkey-azure-entra-client-secret',
  azureEntraTenantId: 'x-portkey-azure-entra-tenant-id',
} as const satisfies Record<HeaderOption, `x-portkey-${string}`>

/** The headers that the options stand for: objects as JSON, lists with commas. */
export function portkeyHeaders(options: PortkeyOptions): Record<string, string | undefined> {
  const headers: Record<string, string | undefined> = {}
  for (const [option, header] of Object.entries(PORTKEY_HEADERS) as [HeaderOption, string][]) {
    headers[header] = headerText(options[option])
  }
  if (options.awsRoleArn !== undefined) headers[PORTKEY_HEADERS.awsAuthType] ??= 'assumedRole'
  return headers
}

function headerText(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined
  if (Array.isArray(value)) return value.join(',')
  return typeof value === 'string' ? value : headerJSON(value)
}
