import { type Explanation, type Route } from '@patchbay/core'

import { type ClientConfig, type ClientInternals, detectClient, type RequestHandler } from './detect.ts'
import { installInterceptors } from './install.ts'
import { hasCredentialsInCode } from './passed-identity.ts'
import { toSearch } from './request.ts'
import type { HttpRequest } from './smithy.ts'

/** A command of the AWS SDK. */
interface Command {
  readonly input: object
}

/** A client of the application's SDK, as far as this one is made and used. */
interface Client extends ClientInternals {
  send(command: Command, options: { readonly abortSignal: AbortSignal }): Promise<unknown>
  destroy(): void
}

/** What signs in an explanation: no one is asked for credentials. */
const PLACEHOLDER = { accessKeyId: 'placeholder', secretAccessKey: 'placeholder' }

/**
 * Sends a command by a route that explains what it would send. That is done by a client which is made for it like the given one, of the
 * same class, with a request handler that sends nothing: the given client is only read. Middleware that the application has added to it
 * is not run.
 *
 * @param route as `explainedRoute` gives it
 * @returns what the client gives where the route refuses the command: a rejection
 * @throws UnsupportedClientError where it is no BedrockRuntimeClient
 */
export async function explainCommand(
  value: unknown,
  command: object,
  route: Route,
  explanation: Explanation,
  signal: AbortSignal,
): Promise<never> {
  const { config, constructor } = detectClient(value)
  const Twin = constructor as new (config: object) => Client
  const client = new Twin(settingsLike(config, capturingHandler(explanation)))
  const state = { kind: 'bedrock', route, follows: undefined, restore: undefined } as const
  installInterceptors(client, state, () => ({ transport: 'client' }))
  try {
    await client.send(command as Command, { abortSignal: signal })
  } finally {
    client.destroy()
  }
  throw new TypeError('Something has answered a request that was not sent.')
}

/** Where a client sends to and what it authenticates with, but for the credentials themselves. */
function settingsLike(config: ClientConfig, requestHandler: RequestHandler): object {
  const identity = async () => PLACEHOLDER
  const { endpoint, token, authSchemePreference, ignoreConfiguredEndpointUrls } = config
  const given = {
    endpoint,
    authSchemePreference,
    ignoreConfiguredEndpointUrls,
    useFipsEndpoint: config.useFipsEndpoint,
    useDualstackEndpoint: config.useDualstackEndpoint,
    credentials: hasCredentialsInCode(config) ? PLACEHOLDER : undefined,
    token: token === undefined ? undefined : { token: PLACEHOLDER.secretAccessKey },
  }
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, one]) => one !== undefined)),
    region: () => config.region(),
    requestHandler,
    credentialDefaultProvider: () => identity,
    maxAttempts: 1,
  }
}

/** A request handler that hands what it is given to the explanation. */
function capturingHandler(explanation: Explanation): RequestHandler {
  const members = {
    handle: (request: object) => {
      const { method, protocol, hostname, port, path, query, headers, body } = request as HttpRequest
      const origin = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`
      return explanation.send({
        method,
        url: origin + path + toSearch(query),
        headers: new Headers(headers as Record<string, string>),
        body: (body ?? null) as RequestInit['body'],
      })
    },
    destroy: () => undefined,
    httpHandlerConfigs: () => ({}),
    updateHttpClientConfig: () => undefined,
  }
  return members
}
