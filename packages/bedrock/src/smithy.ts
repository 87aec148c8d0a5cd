/**
 * The part of Smithy's middleware that is used here, by shape: it has been the same since the AWS SDK's third version.
 * https://smithy.io/2.0/ts-ssdk/ and https://github.com/smithy-lang/smithy-typescript `packages/types/src/middleware.ts`
 */

/** A request as serializers make it. Instances have a prototype, and some middleware asks for it. */
export interface HttpRequest {
  method: string
  protocol: string
  hostname: string
  port?: number | undefined
  /** Encoded, without the query. */
  path: string
  query: Record<string, string | readonly string[] | null | undefined>
  headers: Record<string, string>
  body?: unknown
}

/** An answer as request handlers bring it. */
export interface HttpResponse {
  statusCode: number
  reason?: string | undefined
  headers: Record<string, string>
  body?: unknown
}

/** What goes down the chain of middleware; own keys survive every middleware of the SDK. */
export interface Arguments {
  readonly input: Readonly<Record<string, unknown>>
  readonly request?: unknown
}

/** What comes back up: `response` from below, `output` from the deserializer on. */
export interface Result {
  readonly response: unknown
  readonly output?: unknown
}

export type Next = (args: Arguments) => Promise<Result>

/** What is known when a chain is built. With `cacheMiddleware` many calls share one, so nothing of a call is kept here. */
export interface Context {
  readonly commandName?: string
  endpointV2?: { readonly url: URL }
  /** What the SDK's middleware tells each other, the operation's name among it. */
  readonly __smithy_context?: Readonly<Record<string, unknown>>
}

export type Middleware = (next: Next, context: Context) => Next

export interface AbsoluteOptions {
  readonly name: string
  readonly step: 'initialize' | 'serialize' | 'build' | 'finalizeRequest' | 'deserialize'
  readonly priority: 'high' | 'normal' | 'low'
  readonly override: true
  readonly tags: readonly string[]
}

export interface RelativeOptions {
  readonly name: string
  readonly relation: 'before' | 'after'
  readonly toMiddleware: string
  readonly override: true
  readonly tags: readonly string[]
}

export interface MiddlewareStack {
  add(middleware: Middleware, options: AbsoluteOptions): void
  addRelativeTo(middleware: Middleware, options: RelativeOptions): void
  remove(middleware: Middleware): boolean
}

/** Marks every middleware of this package. */
export const TAGS = ['PATCHBAY'] as const

/** A copy that is an instance of the same class: the SDK asks for that before it signs. */
export function copyMessage<Message extends HttpRequest | HttpResponse>(
  message: Message,
  changes: Partial<Message>,
): Message {
  return Object.assign(Object.create(Object.getPrototypeOf(message) as object) as Message, message, changes)
}
