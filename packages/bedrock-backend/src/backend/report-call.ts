import type { Observation } from '@patchbay/core'

import type { BedrockCall } from './services.ts'

/** Bedrock's APIs, by how the paths of their calls end. */
const APIS: readonly (readonly [end: string, api: string])[] = [
  ['/converse', 'converse'],
  ['/converse-stream', 'converse'],
  ['/invoke', 'invoke-model'],
  ['/invoke-with-response-stream', 'invoke-model'],
  ['/chat/completions', 'chat-completions'],
  ['/responses', 'responses'],
  ['/messages', 'messages'],
  ['/count-tokens', 'count-tokens'],
  ['/apply', 'apply-guardrail'],
]

/** Tells hooks of a call to Bedrock: where it goes, by which API, for which model. */
export function reportCall(observation: Observation, { service, path, model }: BedrockCall, url: URL): void {
  const api = APIS.find(([end]) => path.endsWith(end))?.[1]
  observation.report({ url, host: service, api, responseModel: model })
}
