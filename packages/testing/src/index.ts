/**
 * A strict Amazon Bedrock and a strict gateway on loopback, for tests. As handlers for msw: `@patchbay/testing/msw`.
 *
 * @packageDocumentation
 */
export { createBedrockServer } from './bedrock-server/server.ts'
export type { BedrockServer } from './bedrock-server/server.ts'
export type { BedrockControls } from './bedrock-server/service.ts'
export { TEST_BEARER_TOKEN, TEST_CREDENTIALS } from './bedrock-server/options.ts'
export type { BedrockServerOptions } from './bedrock-server/options.ts'
export type { Authentication, TestCredentials } from './bedrock-server/authenticate.ts'
export type { BedrockRequest } from './bedrock-server/bedrock-request.ts'
export type {
  ConverseReply,
  DisconnectReply,
  ErrorReply,
  InvokeModelReply,
  RawReply,
  Reply,
  ReplyScript,
  StreamBehaviour,
  StreamBreak,
  Timing,
} from './bedrock-server/reply.ts'
export type { OperationName } from './bedrock-server/router.ts'
export type { ContentBlock, ConverseBody, Message, Usage } from './bedrock-server/wire.ts'
export { applicationProfile, foundationModel, systemProfile } from './bedrock-server/control-plane.ts'
export type { FoundationModel, InferenceProfile, ServedModels } from './bedrock-server/control-plane.ts'
export { redactReasoning, signReasoning } from './bedrock-server/reasoning-signature.ts'
export {
  decodeEventStream,
  encodeErrorFrame,
  encodeEvent,
  encodeEventStreamMessage,
  encodeException,
} from './bedrock-server/event-stream.ts'
export type { EventStreamMessage } from './bedrock-server/event-stream.ts'
export { createGate } from './exchange/gate.ts'
export type { Gate } from './exchange/gate.ts'
export type { RecordedRequest } from './exchange/recorded-request.ts'
export type { FrameTiming } from './exchange/send-frames.ts'
export { createGatewayServer } from './gateway-server/server.ts'
export type { GatewayServer, GatewayServerOptions } from './gateway-server/server.ts'
export type { GatewayControls } from './gateway-server/service.ts'
export type {
  EventStreamTiming,
  GatewayError,
  GatewayReply,
  GatewayReplyScript,
} from './gateway-server/gateway-reply.ts'
export { trap } from './gateway-server/trap.ts'
export type { Trap } from './gateway-server/trap.ts'
