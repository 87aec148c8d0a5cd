import { createRedactor, type Explanation, secretsInHeaders } from '@patchbay/core'
import { bodyText } from '@patchbay/core/transport'

import { createDescribedAuthorization } from '../bedrock/described-authorization.ts'
import { describeIdentity } from '../bedrock/describe-identity.ts'
import { describeSettings } from '../bedrock/describe-settings.ts'
import type { RemoteFileOptions } from '../bedrock/options.ts'
import type { BedrockSettings } from '../bedrock/settings.ts'
import type { BedrockCaller, Services } from './services.ts'
import { createRequestWriter } from './write-request.ts'

/**
 * The services of a route for one explanation: everything is decided as ever, by what the route has learned so far, and nothing
 * leaves the process. Credentials, remote files and models behind ARNs are not asked for.
 */
export function explainedServices(services: Services, explanation: Explanation): Services {
  const { options } = services.settings
  const settings = {
    ...services.settings,
    options: { ...options, images: placeholders(options.images, explanation) },
  }
  const call = createExplainedCaller(settings, explanation)
  return {
    ...services,
    settings,
    onWarning: explanation.warn,
    call,
    resolveProfile: async (arn) => {
      const known = await services.knownProfile(arn)
      if (known === undefined) explanation.warn(lookupLeftOut(arn))
      return known
    },
    modelList: async (caller) => {
      const { FOUNDATION_MODELS: path } = await import('../bedrock/model-list.ts')
      await call({ service: 'bedrock', method: 'GET', path, accept: 'application/json' }, caller)
      return []
    },
  }
}

function createExplainedCaller(settings: BedrockSettings, explanation: Explanation): BedrockCaller {
  const write = createRequestWriter(settings)
  const authorize = createDescribedAuthorization(settings)
  return async (call) => {
    const { unsigned, region } = await write(call)
    const { headers } = await authorize(unsigned, region, call.service)
    return explanation.send({
      method: unsigned.method,
      url: unsigned.url.href,
      headers: new Headers(headers),
      body: bodyText(unsigned.body) ?? null,
      model: call.model,
      host: call.service,
      target: describeSettings(settings),
      credentials: (await describeIdentity(settings)).source,
      redactor: createRedactor(secretsOf(settings)),
    })
  }
}

function secretsOf({ options, bearerToken }: BedrockSettings): readonly string[] {
  const { apiKey, credentials, headers } = options
  const keys = typeof credentials === 'object' ? [credentials.secretAccessKey, credentials.sessionToken] : []
  return [
    ...[apiKey, bearerToken, ...keys].filter((key) => typeof key === 'string' && key !== ''),
    ...secretsInHeaders(Object.entries(headers ?? {})),
  ] as string[]
}

function lookupLeftOut(arn: string) {
  return {
    code: 'lookup_left_out',
    field: 'model',
    message: `The model behind ${arn} is looked up when a request is sent, not here: then the request may look different.`,
  }
}

/** What stands for a remote file. */
const PLACEHOLDER = 'remote file, fetched when the request is sent'

/** Types by the ending of a path, of files that requests name most often. */
const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  pdf: 'application/pdf',
  csv: 'text/csv',
  md: 'text/markdown',
  txt: 'text/plain',
  mp4: 'video/mp4',
}

/** In place of fetching a file, its host is named by a warning. What the route refuses to fetch is still refused. */
function placeholders(images: RemoteFileOptions | undefined, { warn }: Explanation): RemoteFileOptions {
  if (images?.fetch === false) return images
  const fetch = async (input: string | URL | Request): Promise<Response> => {
    const { host, pathname } = new URL(input instanceof Request ? input.url : input)
    const type = TYPES[pathname.slice(pathname.lastIndexOf('.') + 1).toLowerCase()] ?? 'image/png'
    const message = `The file at ${host} is fetched when the request is sent, not here: a placeholder stands for its bytes.`
    warn({ code: 'remote_file_left_out', field: 'messages', message })
    return new Response(PLACEHOLDER, { headers: { 'content-type': type } })
  }
  return { ...images, fetch }
}
