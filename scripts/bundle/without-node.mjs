// For browsers and workers: Node's modules and AWS's credential providers are replaced by what says that they are absent.
const PROVIDERS = '@aws-sdk/credential-providers'
const NODE = '\0absent-node-module'
const NO_PROVIDERS = '\0absent-credential-providers'

const PROVIDERS_CODE = `
function unavailable() {
  const error = new Error('The credential providers of AWS need Node.js, Bun or Deno: pass apiKey or credentials.')
  error.name = 'CredentialProvidersUnavailable'
  throw error
}
export { unavailable as fromNodeProviderChain, unavailable as fromTemporaryCredentials }
`

/** Whether an import cannot be served in browsers and workers. */
export function isAbsentOnTheWeb(id) {
  return id === PROVIDERS || id.startsWith('node:')
}

export function withoutNode() {
  return {
    name: 'without-node',
    resolveId: {
      order: 'pre',
      handler: (id) => (id === PROVIDERS ? NO_PROVIDERS : id.startsWith('node:') ? NODE : undefined),
    },
    load: (id) => {
      if (id === NO_PROVIDERS) return PROVIDERS_CODE
      // CommonJS, so that any name can be imported; what needs one of them is never called here.
      return id === NODE ? 'module.exports = {}' : undefined
    },
  }
}
