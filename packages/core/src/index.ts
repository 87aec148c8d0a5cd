export type { ChatProfile } from './chat-profile.ts'
export type { Warning, WarningHandler } from './warning.ts'
export type { ClientFacts, ClientKind, FetchLike } from './client-facts.ts'
export type { Route, RouteDescription, SendVia } from './route.ts'
export type {
  BedrockCommand,
  BedrockGateway,
  BedrockRefusal,
  BedrockRejection,
  BedrockSigning,
} from './bedrock-gateway.ts'
export type { RouteRequest } from './route-request.ts'
export { explainedRoute } from './explained-route.ts'
export type { Explanation, UnsentRequest } from './explanation.ts'

export { PatchbayError, type PatchbayErrorOptions } from './errors/patchbay-error.ts'
export { AmbiguousGatewayError } from './errors/ambiguous-gateway-error.ts'
export { ConfigurationError } from './errors/configuration-error.ts'
export { PatchbayRequestError } from './errors/patchbay-request-error.ts'
export { UnknownRouteError } from './errors/unknown-route-error.ts'
export { UnsupportedClientError } from './errors/unsupported-client-error.ts'
export { toAnthropicError, type AnthropicErrorBody } from './errors/anthropic-error.ts'
export { errorResponse, typeOfStatus, type ErrorEnvelope } from './errors/error-response.ts'

export { copyHeaders, PROVIDER_CREDENTIAL_HEADERS, validateHeaders, type HeadersInput } from './headers.ts'
export { type HandedChunks, offerChunks, offeredChunks, type TakeChunks } from './handed-chunks.ts'
export { concatenateBytes } from './internal/concatenate-bytes.ts'
export { createEventSplitter, type EventSplitter } from './sse/event-splitter.ts'
export { isRecord } from './internal/is-record.ts'
export { loadAhead, loadOnce } from './internal/load-once.ts'
export { whenThere } from './internal/when-there.ts'
export { describeValue, ownObject, ownProperty } from './internal/own-property.ts'
export { isSkewed, readBasicTime, refusalTime } from './aws-clock.ts'
export { keepAliveOptions } from './internal/agent-options.ts'
export { type NodeStream, toWebStream } from './internal/web-stream.ts'
export { parseJSON } from './internal/parse-json.ts'
export { isLoopback, joinURL, parseBaseURL } from './secure-url.ts'
export {
  configuration,
  configure,
  emitWarning,
  type ConfigurationOptions,
} from './configuration/configuration.ts'
export { readEnvironment, readSwitch } from './configuration/environment.ts'
export { runWithWarnings } from './configuration/warning-scope.ts'
export { isRoute, resolveRoute, type LocalRoutes } from './resolve-route.ts'

export type { CommonGatewayOptions, CredentialsMode, ModelAlias } from './gateways/gateway-options.ts'
export { nearestName } from './internal/nearest-name.ts'
export { quoteName } from './internal/quote-name.ts'
export { adviceOnUnsupported, describeUnsupported } from './internal/unsupported-client.ts'
export { mapModel, refuseUnknownOptions } from './gateways/gateway-options.ts'
export type { GatewayRoute } from './gateways/gateway-types.ts'
export { redactDocument } from './gateways/redact-documents.ts'
export { type JSONAnswer, readJSONAnswer } from './gateways/answer.ts'
export type { GatewayRejection, GatewayRequest, HeaderValues, JSONBody } from './gateways/gateway-types.ts'
export { isPathSegment } from './gateways/gateway-base.ts'
export { isSameBase } from './gateways/environment-keys.ts'
export { defineGateway, type NoOptions } from './gateways/define-gateway.ts'
export type {
  BedrockConventions,
  GatewayDefinition,
  GatewayFactory,
  GatewayMembers,
  GivenOptions,
  ResolvedOptions,
  TabledGatewayDefinition,
} from './gateways/gateway-definition.ts'
export type { OptionKind, OptionsOf, OptionTable } from './gateways/option-table.ts'
export { gateway, type GatewayOptions } from './gateways/gateway.ts'
export { javelin, type JavelinOptions } from './gateways/javelin.ts'
export { portkey } from './gateways/portkey.ts'
export type { PortkeyOptions } from './gateways/portkey-options.ts'
export type {
  PortkeyCache,
  PortkeyConfig,
  PortkeyRetry,
  PortkeyStrategy,
  PortkeyTarget,
} from './gateways/portkey-config.ts'
export { altrum } from './gateways/altrum.ts'
export type { AltrumOptions, AltrumProvider } from './gateways/altrum-options.ts'
export { bedrockAccessGateway, type BedrockAccessGatewayOptions } from './gateways/bedrock-access-gateway.ts'

export type {
  HookError,
  HookEvent,
  HookOperation,
  HookOutcome,
  Hooks,
  HookUsage,
} from './hooks/hook-event.ts'
export type { Observation, ObservedFacts, ObservedRequest, Observing } from './hooks/observation.ts'
export { ATTEMPT_HEADERS, CAPTURES_CONTENT, type HooksWithHeaders, REQUEST_BODY } from './hooks/own-hooks.ts'
export { observed } from './hooks/observed-route.ts'
export { debugLog, type DebugLogOptions } from './hooks/debug-log.ts'
export { describeEnd } from './hooks/describe-event.ts'
export { endWhenForgotten } from './hooks/end-when-forgotten.ts'

export { dispatch } from './dispatch.ts'
export { BEATS, BEATS_TYPE } from './policies/body-progress.ts'
export { rememberFailedAnswer } from './policies/failed-body.ts'
export { type Progress, progressOf } from './policies/event-progress.ts'
export { asConnectionFailure, isConnectionFailure } from './connection-failure.ts'
export { createFetch, type CreateFetchOptions } from './create-fetch.ts'
export { clientProtocol, type ClientProtocol } from './client-protocol.ts'
export { splitEndpoint, type Endpoint } from './endpoint.ts'
export { createRouteRequest, toFetchCall, type FetchCall } from './route-request.ts'
export { isBodiless } from './internal/bodiless-status.ts'
export { textResponse, type TextResponseInit } from './text-response.ts'
export {
  attach,
  attachClone,
  beginCall,
  currentRoute,
  type Install,
  isRegistered,
  REGISTRATION,
  type Registration,
  registrationOf,
  type RegistrationState,
  stateOf,
  unregister,
} from './registration.ts'
export type { Call } from './calls.ts'
export { currentCall, runInCall } from './current-call.ts'
export { processState } from './process-state.ts'
export { readEvents } from './sse/read-events.ts'
export { isKeyName, secretsInHeaders } from './redaction/collect-secrets.ts'
export { createRedactor, REDACTED, type Redactor } from './redaction/redactor.ts'
export { endpointFor, query, type QueryOptions, type QueryStream } from './query.ts'

export { type Clock } from './policies/clock.ts'
export type { CooldownOptions } from './policies/cooldown.ts'
export type { Attempt, Failure, FailureCondition } from './policies/failure.ts'
export { fallback, type FallbackOptions } from './policies/fallback.ts'
export {
  type BalancedRoute,
  type BalancingStrategy,
  loadBalance,
  type LoadBalanceOptions,
} from './policies/load-balance.ts'
export { type Backoff, retry, type RetryOptions } from './policies/retry.ts'
export { timeout, type TimeoutOptions } from './policies/timeout.ts'
export type { TimeoutLimits } from './policies/timeout-limits.ts'

export type { HttpAnswer, HttpBody, HttpClient, HttpRequest } from './transport/http-client.ts'
