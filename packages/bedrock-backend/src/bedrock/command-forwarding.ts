import { type BedrockGateway, type Explanation, loadOnce } from '@patchbay/core'

import type { BedrockSettings } from './settings.ts'
import { resolveAlias } from './alias.ts'
import { describeSettings } from './describe-settings.ts'

/**
 * Sends requests of Bedrock clients to the route's own region, account or endpoint, signed by the route's own identity:
 * the client needs neither credentials nor a region. What signs is loaded at the first request.
 *
 * @param explanation what would be sent is shown there: nobody is asked for credentials
 */
export function commandForwarding(settings: BedrockSettings, explanation?: Explanation): BedrockGateway {
  const { model, models } = settings.options
  const forwarder = loadOnce(async () => {
    const { createForwarder } = await import('./command-forwarder.ts')
    if (explanation === undefined) return createForwarder(settings)
    const { createDescribedAuthorization } = await import('./described-authorization.ts')
    return createForwarder(settings, createDescribedAuthorization(settings))
  })
  return {
    signing: 'none',
    service: 'bedrock-runtime',
    namesProvider: false,
    isGateway: () => false,
    isOwnHeader: () => false,
    mapModel: (name) => model ?? resolveAlias(name, models),
    translates: async (name) => (await import('./needs-translation.ts')).needsTranslation(name, settings),
    url: async (command) => {
      if (explanation !== undefined) await describe(settings, explanation)
      return (await forwarder()).url(command)
    },
    headers: async (command, url) => (await forwarder()).headers(command, url),
    answer: async (response) => response,
    corrects: async (refusal) => (await forwarder()).corrects(refusal),
  }
}

async function describe(settings: BedrockSettings, { tries }: Explanation): Promise<void> {
  const { describeIdentity } = await import('./describe-identity.ts')
  const { source } = await describeIdentity(settings)
  tries({ target: describeSettings(settings), host: 'bedrock-runtime', credentials: source })
}
