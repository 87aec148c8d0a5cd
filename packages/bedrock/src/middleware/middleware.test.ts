import { attach, type BedrockGateway, type RegistrationState, type Route, unregister } from '@patchbay/core'
import { constructStack } from '@smithy/middleware-stack'
import type { DeserializeHandler, MiddlewareStack as SmithyStack } from '@smithy/types'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ClientConfig, ClientInternals } from '../detect.ts'
import { installInterceptors } from '../install.ts'
import type { HttpRequest, MiddlewareStack } from '../smithy.ts'

/** The SDK's own middleware by name, reduced to a note that it ran. */
const SDK = {
  serializerMiddleware: { step: 'serialize' },
  deserializerMiddleware: { step: 'deserialize' },
  retryMiddleware: { step: 'finalizeRequest', priority: 'high' },
  endpointV2Middleware: { relation: 'before', toMiddleware: 'serializerMiddleware' },
  httpAuthSchemeMiddleware: { relation: 'before', toMiddleware: 'endpointV2Middleware' },
  httpSigningMiddleware: { relation: 'after', toMiddleware: 'retryMiddleware' },
} as const

const REQUEST: HttpRequest = {
  method: 'POST',
  protocol: 'https:',
  hostname: 'bedrock-runtime.us-east-1.amazonaws.com',
  path: '/model/m/converse',
  query: {},
  headers: { ':authority': 'bedrock-runtime.us-east-1.amazonaws.com', 'x-own-key': 'old', accept: '*/*' },
}

let ran: string[]
let sent: HttpRequest[]
let stack: SmithyStack<object, object>

beforeEach(() => {
  ran = []
  sent = []
  stack = constructStack<object, object>()
  for (const [name, place] of Object.entries(SDK)) addNote(stack as unknown as MiddlewareStack, name, place)
})

describe('the middleware', () => {
  it('lets calls of a client without a route pass', async () => {
    const { state, send } = installed({})
    state.route = undefined
    await send()
    expect(ran).toEqual([
      'httpAuthSchemeMiddleware',
      'endpointV2Middleware',
      'serializerMiddleware',
      'retryMiddleware',
      'httpSigningMiddleware',
      'deserializerMiddleware',
    ])
    expect(sent[0]).toEqual(REQUEST)
  })

  it('leaves out whatever needs credentials or a region where nothing is signed', async () => {
    const { send } = installed({ signing: 'none' })
    await send()
    expect(ran).toEqual(['serializerMiddleware', 'retryMiddleware', 'deserializerMiddleware'])
  })

  it('gives the signature of the provider its host, and the request the gateway’s', async () => {
    let signed: HttpRequest | undefined
    const { send } = installed({ signing: 'provider' }, (request) => (signed = request))
    await send()
    expect(signed).toMatchObject({
      hostname: REQUEST.hostname,
      headers: { host: REQUEST.hostname, accept: '*/*' },
    })
    expect(Object.keys(signed?.headers ?? {})).not.toContain(':authority')
    expect(Object.keys(signed?.headers ?? {})).not.toContain('x-own-key')
    expect(sent[0]).toMatchObject({
      protocol: 'http:',
      hostname: '127.0.0.1',
      port: 8080,
      path: '/v1/model/m/converse',
      headers: { host: '127.0.0.1:8080', 'x-own-key': 'key', accept: '*/*' },
    })
  })

  it('gives the signature of the gateway the gateway’s address', async () => {
    let signed: HttpRequest | undefined
    const { send } = installed({ signing: 'gateway' }, (request) => (signed = request))
    await send()
    expect(signed).toMatchObject({
      hostname: '127.0.0.1',
      port: 8080,
      path: '/v1/model/m/converse',
      headers: { host: '127.0.0.1:8080' },
    })
  })

  it('does not change the request that it was given', async () => {
    const before = structuredClone(REQUEST)
    await installed({ signing: 'provider' }).send()
    expect(REQUEST).toEqual(before)
  })

  it('answers a rejection through the deserializer, and sends nothing', async () => {
    const { send } = installed({ refuse: () => ({ status: 400, message: 'not this one' }) })
    const { output } = (await send()) as { output: { response: { statusCode: number } } }
    expect(output.response.statusCode).toBe(400)
    expect(ran).toContain('deserializerMiddleware')
    expect(sent).toEqual([])
  })

  it('serves on a route without a capability within the retries, and encodes nothing', async () => {
    const { state, send } = installed({})
    const completion = { choices: [{ message: { content: 'Hello.' }, finish_reason: 'stop' }] }
    const serve = async () => Response.json(completion)
    state.route = { ...(state.route as Route), bedrock: undefined, serve }
    expect(await send({ messages: [{ role: 'user', content: [{ text: 'Hi' }] }] })).toMatchObject({
      output: { stopReason: 'end_turn', output: { message: { content: [{ text: 'Hello.' }] } } },
    })
    expect(ran).toEqual(['retryMiddleware'])
    expect(sent).toEqual([])
  })

  it('asks for the address anew at every attempt, of the request as it was', async () => {
    const urls: string[] = []
    const { send } = installed({ signing: 'provider', url: (command) => note(urls, command.path) })
    const retried = {
      name: 'retriesOnce',
      relation: 'after',
      toMiddleware: 'retryMiddleware',
      override: true,
    } as const
    stack.addRelativeTo(
      ((next: DeserializeHandler<object, object>) => async (args: never) => {
        await next(args)
        return next(args)
      }) as never,
      retried,
    )
    await send()
    expect(urls).toEqual(['/model/m/converse', '/model/m/converse'])
    expect(sent.map(({ path }) => path)).toEqual(['/v1/model/m/converse', '/v1/model/m/converse'])
  })

  it('is gone without a trace, by reference', () => {
    const before = stack.identify()
    const { client } = installed({})
    expect(stack.identify().length).toBeGreaterThan(before.length)
    unregister(client)
    expect(stack.identify()).toEqual(before)
  })

  it('does not stand twice in a stack that was cloned from a registered one', () => {
    installed({})
    const clone = stack.clone()
    const before = clone.identify()
    installed({}, undefined, clone)
    expect(clone.identify()).toEqual(before)
  })
})

function note(list: string[], path: string): string {
  list.push(path)
  return `http://127.0.0.1:8080/v1${path}`
}

function installed(
  gateway: Partial<BedrockGateway>,
  onSigning?: (request: HttpRequest) => void,
  on: SmithyStack<object, object> = stack,
): { client: ClientInternals; state: RegistrationState; send: (input?: object) => Promise<unknown> } {
  const config = {
    serviceId: 'Bedrock Runtime',
    region: async () => 'us-east-1',
    requestHandler: { handle: (request) => carry(request as HttpRequest) },
  } satisfies ClientConfig
  const client: ClientInternals = { config, middlewareStack: on as unknown as MiddlewareStack }
  const state = attach(client, 'bedrock', routeOf(gateway), (own) =>
    installInterceptors(client, own, () => ({})),
  )
  const send = (input: object = {}): Promise<unknown> => {
    const context = { commandName: 'ConverseCommand', onSigning } as never
    const last = ({ request }: { request: object }) => client.config.requestHandler.handle(request)
    const handler = on.resolve(last as never, context) as unknown as (args: object) => Promise<unknown>
    return handler({ input: { modelId: 'm', ...input } })
  }
  return { client, state, send }
}

async function carry(request: HttpRequest): Promise<unknown> {
  sent.push(request)
  return { response: { statusCode: 200, headers: { date: 'Sat, 21 Nov 2026 00:00:00 GMT' } } }
}

function routeOf(gateway: Partial<BedrockGateway>): Route {
  const capability: BedrockGateway = {
    signing: 'provider',
    namesProvider: false,
    isGateway: () => false,
    isOwnHeader: (name) => name.startsWith('x-own-'),
    mapModel: (model) => model,
    url: ({ path }) => `http://127.0.0.1:8080/v1${path}`,
    headers: ({ headers }) => {
      const sending = new Headers(headers)
      sending.set('x-own-key', 'key')
      return sending
    },
    answer: async (response) => response,
    ...gateway,
  }
  return {
    kind: 'gateway',
    name: 'fake',
    describe: () => ({ kind: 'gateway', name: 'fake' }),
    serve: () => Promise.reject(new Error('not by fetch')),
    socketBaseURL: () => undefined,
    bedrock: capability,
  }
}

/** Stands where one of the SDK's middleware stands. */
function addNote(target: MiddlewareStack, name: string, place: object): void {
  const middleware = (next: (args: never) => Promise<object>, context: object) => async (args: object) => {
    ran.push(name)
    const facts = context as { onSigning?: (request: HttpRequest) => void; endpointV2?: { url: URL } }
    if (name === 'endpointV2Middleware') facts.endpointV2 = { url: new URL(`https://${REQUEST.hostname}`) }
    if (name === 'httpSigningMiddleware') facts.onSigning?.((args as { request: HttpRequest }).request)
    const written = name === 'serializerMiddleware' ? { ...args, request: REQUEST } : args
    const result = await next(written as never)
    return name === 'deserializerMiddleware' ? { ...result, output: result } : result
  }
  const options = { name, override: true, ...place } as never
  if ('step' in place) target.add(middleware as never, options)
  else target.addRelativeTo(middleware as never, options)
}
