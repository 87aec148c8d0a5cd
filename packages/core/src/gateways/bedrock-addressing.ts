import type { BedrockGateway, BedrockSigning } from '../bedrock-gateway.ts'
import { ConfigurationError } from '../errors/configuration-error.ts'
import { loadOnce } from '../internal/load-once.ts'
import { mapModel } from './gateway-options.ts'
import type { BoundBedrock, BoundGateway } from './bound-gateway.ts'
import { gatewayRedactor } from './gateway-secrets.ts'

/**
 * How a gateway takes requests of Bedrock's own API, by the same definition as OpenAI-shaped ones. `undefined` where it
 * does not.
 */
export function bedrockAddressing(gateway: BoundGateway): BedrockGateway | undefined {
  const conventions = gateway.bedrock
  if (conventions === undefined) return undefined
  const { signing, isAsked } = resolveSigning(gateway, conventions)
  const build = (by: BedrockSigning, unsigned?: BedrockGateway): BedrockGateway =>
    addressing(gateway, conventions, by, unsigned)
  return signing === 'provider' && !isAsked ? build(signing, build('none')) : build(signing)
}

function addressing(
  gateway: BoundGateway,
  conventions: BoundBedrock,
  signing: BedrockSigning,
  unsigned: BedrockGateway | undefined,
): BedrockGateway {
  const bound = { gateway, conventions }
  const base = URL.parse(gateway.options.baseURL)
  return {
    signing,
    unsigned,
    namesProvider: conventions.namesProvider,
    isGateway: (url) => url.origin === base?.origin,
    isOwnHeader: (name) => gateway.isOwnHeader(name),
    mapModel: (model) => mapModel(model, gateway.options) ?? model,
    profiles: conventions.profiles,
    url: async (command) => (await loadCommands()).commandURL(bound, command),
    headers: async (command) => (await loadCommands()).commandHeaders(bound, signing, command),
    redactor: (command, sent) => gatewayRedactor(gateway, command.headers, sent),
    answer: async (response, command, sent) =>
      (await loadCommands()).commandAnswer(bound, response, command, sent),
  }
}

/** Loaded with the first command: most routes serve other clients. */
const loadCommands = loadOnce(() => import('./bedrock-commands.ts'))

/** Who signs, and whether the route's option `signing` says so, rather than a default or `credentials`. */
function resolveSigning(
  gateway: BoundGateway,
  conventions: BoundBedrock,
): { readonly signing: BedrockSigning; readonly isAsked: boolean } {
  const { credentials, signing } = gateway.options
  if (signing !== undefined) return { signing: checkedSigning(gateway, signing), isAsked: true }
  if (credentials === 'strip') return { signing: 'none', isAsked: false }
  return { signing: credentials === 'forward' ? 'provider' : conventions.signing, isAsked: false }
}

/** A signature is an `authorization`, and so is the key of some gateways: only one of them can be sent. */
function checkedSigning({ owner, keys }: BoundGateway, signing: BedrockSigning): BedrockSigning {
  if (!['provider', 'gateway', 'none'].includes(signing))
    throw new ConfigurationError(`${owner}: \`signing\` must be 'provider', 'gateway' or 'none'.`)
  if (signing !== 'none' && keys['authorization'] !== undefined) {
    throw new ConfigurationError(
      `${owner}: a signature and \`apiKey\` are both sent as authorization: leave \`apiKey\` or \`signing\` out.`,
    )
  }
  return signing
}
