import { loadAhead, type Route, whenThere } from '@patchbay/core'

import { commandForwarding } from './bedrock/command-forwarding.ts'
import { describeSettings } from './bedrock/describe-settings.ts'
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
  const backend = loadAhead(async () => (await import('./backend/backend.ts')).createBackend(settings))
  return {
    kind: 'local',
    name: 'bedrock',
    describe: () => describeSettings(settings),
    serve: (request) => Promise.resolve(whenThere(backend(), (found) => found.serve(request))),
    socketBaseURL: () => undefined,
    shownBaseURL: () => knownEndpoint(settings)?.href,
    bedrock: commandForwarding(settings),
    chatProfile: { extensions: true },
    explaining: async (explanation) => {
      const { explainedForwarding } = await import('./bedrock/explained-forwarding.ts')
      return {
        serve: async (request) => (await backend()).explain(request, explanation),
        bedrock: explainedForwarding(settings, explanation),
      }
    },
  }
}

/** The host of requests, where it is known before the first one. */
function knownEndpoint({ endpoint, region, options, fips, dualstack }: BedrockSettings): URL | undefined {
  if (endpoint !== undefined || options.client !== undefined || region === undefined) return endpoint
  return regionalEndpoint('bedrock-runtime', region, { fips, dualstack })
}
