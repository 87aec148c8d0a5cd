import { type BedrockGateway, loadOnce } from '@patchbay/core'

import type { BedrockSettings } from './settings.ts'
import { resolveAlias } from './alias.ts'

/**
 * Sends requests of Bedrock clients to the route's own region, account or endpoint, signed by the route's own identity:
 * the client needs neither credentials nor a region. What signs is loaded at the first request.
 */
export function commandForwarding(settings: BedrockSettings): BedrockGateway {
  const { model, models } = settings.options
  const forwarder = loadOnce(async () => (await import('./command-forwarder.ts')).createForwarder(settings))
  return {
    signing: 'none',
    service: 'bedrock-runtime',
    namesProvider: false,
    isGateway: () => false,
    isOwnHeader: () => false,
    mapModel: (name) => model ?? resolveAlias(name, models),
    translates: async (name) => (await import('./needs-translation.ts')).needsTranslation(name, settings),
    url: async (command) => (await forwarder()).url(command),
    headers: async (command, url) => (await forwarder()).headers(command, url),
    answer: async (response) => response,
    corrects: async (refusal) => (await forwarder()).corrects(refusal),
  }
}
