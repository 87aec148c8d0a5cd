import { loadOnce, type Route, type RouteDescription } from '@patchbay/core'

import { commandForwarding } from './bedrock/command-forwarding.ts'
import { regionalEndpoint } from './bedrock/endpoint.ts'
import type { BedrockOptions } from './bedrock/options.ts'
import { readSettings, type BedrockSettings } from './bedrock/settings.ts'

/**
 * A route that serves OpenAI-shaped and Anthropic-shaped requests from Amazon Bedrock, in this process.
 *
 * Making one is cheap: options are checked and the environment is read now; the translator, the signer and, only where
 * they are needed, the AWS credential providers are loaded at the first request.
 *
 * @throws ConfigurationError when an option is unknown or makes no sense
 */
export function bedrock(options: BedrockOptions = {}): Route {
  const settings = readSettings(options)
  const backend = loadOnce(async () => (await import('./backend/backend.ts')).createBackend(settings))
  return {
    kind: 'local',
    name: 'bedrock',
    describe: () => describe(settings),
    serve: async (request) => (await backend()).serve(request),
    socketBaseURL: () => undefined,
    shownBaseURL: () => knownEndpoint(settings)?.href,
    bedrock: commandForwarding(settings),
    chatProfile: { extensions: true },
  }
}

/** The host of requests, where it is known before the first one. */
function knownEndpoint({ endpoint, region, options, fips, dualstack }: BedrockSettings): URL | undefined {
  if (endpoint !== undefined || options.client !== undefined || region === undefined) return endpoint
  return regionalEndpoint('bedrock-runtime', region, { fips, dualstack })
}

/** Everything that helps to see where requests go, without secrets. */
function describe({ options, ...settings }: BedrockSettings): RouteDescription {
  return {
    kind: 'local',
    name: 'bedrock',
    ...withoutUndefined({
      region: settings.region,
      endpoint: settings.endpoint?.href.replace(/\/$/, ''),
      profile: options.profile,
      roleArn: options.assumeRole?.roleArn,
      model: options.model,
      models: options.models === undefined ? undefined : Object.keys(options.models),
      defaultModel: settings.defaultModel,
      embeddingModel: settings.embeddingModel,
    }),
  }
}

function withoutUndefined(details: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined))
}
