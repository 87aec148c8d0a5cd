// What examples get in place of @patchbay/sdk: the same, but every request is explained right before it is sent.
import * as sdk from '@patchbay/sdk'
import type { ExplainedRequest, ExplainOptions, RoutableClient, Route } from '@patchbay/sdk'

export * from '@patchbay/sdk'

/** What the example's requests were explained to be, or why they would be refused. */
type Explained = ExplainedRequest | { readonly refused: string }

interface Records {
  readonly explained: Explained[]
}

const RECORDS = Symbol.for('patchbay.test.explain-records')
const REGISTRATION = Symbol.for('patchbay.registration.v1')

/** A request as routes see it. */
type RouteRequest = Parameters<Route['serve']>[0]

function keep(explained: readonly Explained[]): void {
  ;(globalThis as unknown as { [RECORDS]: Records })[RECORDS].explained.push(...explained)
}

function explainOne(route: Route | string, request: unknown, options: ExplainOptions): Promise<Explained> {
  return sdk.explain(route, request, options).catch((error: unknown) => {
    if (!(error instanceof sdk.PatchbayRequestError)) throw error
    return { refused: error.message }
  })
}

async function explainAll(route: Route, request: unknown, options: ExplainOptions): Promise<Explained[]> {
  const routes = await triedRoutes(route)
  return Promise.all(routes.map((each) => explainOne(each, request, options)))
}

/** The routes that a policy tries when all of them fail. */
async function triedRoutes(route: Route): Promise<readonly Route[]> {
  if (route.decide === undefined) return [route]
  const routes: Route[] = []
  const request = {
    signal: undefined,
    client: {},
    headers: new Headers(),
    body: null,
  } as unknown as RouteRequest
  await route.decide(request, async (inner) => {
    routes.push(inner)
    return Response.json({ error: { message: 'down' } }, { status: 503 })
  })
  return routes
}

/** The route that explains each request with what the caller itself put into it: its body, and headers for gateways. */
function recording(route: Route, client: RoutableClient | undefined): Route {
  const serve = async (request: RouteRequest): Promise<Response> => {
    const isOwn = ([name]: readonly [string, string]): boolean => /^x-(?:javelin|portkey)-/.test(name)
    const headers = Object.fromEntries(
      [...request.headers].filter((one) => client === undefined || isOwn(one)),
    )
    const body = request.body === null ? undefined : request.json()
    const explained = await explainAll(route, body, { endpoint: request.endpoint, client, headers })
    // Where the server is gone it rejects, and nobody can say what would have been received.
    const response = await route.serve(request)
    keep(explained)
    return response
  }
  return { ...route, serve }
}

export function register<T extends RoutableClient>(client: T, route?: Route | string, options?: never): T {
  sdk.register(client, route, options)
  const state = (client as T & { [REGISTRATION]?: { route: Route } })[REGISTRATION]
  if (state === undefined) throw new Error('The client has no registration.')
  if ('middlewareStack' in client) recordCommands(client as unknown as Sender, state.route)
  else state.route = recording(state.route, client)
  return client
}

interface Sender {
  send(command: unknown, ...rest: unknown[]): Promise<unknown>
}

/** Commands of the AWS SDK. */
function recordCommands(client: Sender, route: Route): void {
  const send = (...given: Parameters<Sender['send']>): unknown => Reflect.apply(original, client, given)
  const original = Reflect.get(client, 'send') as () => unknown
  client.send = async (command, ...rest) => {
    keep(await explainAll(route, command, { client: client as unknown as RoutableClient }))
    return send(command, ...rest)
  }
}

export function createFetch(route: Route): typeof fetch {
  return sdk.createFetch(recording(route, undefined))
}

/** Explained when it is begun; a stream is given as it is. */
export function query(route: Route | string, body: Record<string, unknown>, options?: object): unknown {
  void explainOne(route, body, { endpoint: '/query' }).then((one) => keep([one]))
  return sdk.query(route, body, options)
}
