import type { Route, RouteRequest } from '@patchbay/core'

/** A route that keeps the requests it was given. */
export interface TestRoute extends Route {
  readonly requests: RouteRequest[]
}

/** A gateway route to `baseURL`: sends by the client's own `fetch`, without the caller's credentials. */
export function gatewayTo(baseURL: string, name = 'test-gateway'): TestRoute {
  return {
    ...serving((request) => forward(request, baseURL, name), name),
    kind: 'gateway',
    describe: () => ({ kind: 'gateway', name, baseURL }),
    socketBaseURL: () => baseURL,
  }
}

/** A local route: what `serve` answers, no sockets. */
export function serving(serve: Route['serve'], name = 'test-local'): TestRoute {
  const requests: RouteRequest[] = []
  return {
    kind: 'local',
    name,
    requests,
    describe: () => ({ kind: 'local', name }),
    socketBaseURL: () => undefined,
    serve(request) {
      requests.push(request)
      return serve(request)
    },
  }
}

function forward(request: RouteRequest, baseURL: string, name: string): Promise<Response> {
  const headers = new Headers(request.headers)
  headers.delete('authorization')
  headers.delete('api-key')
  headers.set('x-test-route', name)
  const { url, method, body, signal, init } = request
  // openai 4 chooses its agent by the protocol of the URL it built.
  const agent = url.protocol === 'http:' ? {} : { agent: undefined }
  return request.client.fetch(baseURL + request.endpoint + url.search, {
    ...init,
    ...agent,
    method,
    headers,
    ...(body !== null && { body }),
    ...(signal !== undefined && { signal }),
  } as RequestInit)
}

/** A chat completion that says `content`. */
export function completion(content: string): Response {
  const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }]
  return Response.json({ id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'm', choices })
}
