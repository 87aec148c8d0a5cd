import { isBodiless } from './internal/bodiless-status.ts'

/** What a text response is made with: as for `Response`, but that its type has to be named. */
export interface TextResponseInit {
  /** Default: 200. */
  readonly status?: number
  /** Default: empty. */
  readonly statusText?: string
  readonly headers: Readonly<Record<string, string>> & { readonly 'content-type': string }
}

/**
 * A `Response` whose body is `text`. On Node, as long as nobody asks for more than its text or its JSON, it makes no stream and
 * encodes nothing, which costs a client that reads whole answers more than the rest of its answer. What else is asked of it
 * behaves as that of `new Response(text, init)`, which it becomes then.
 *
 * It has no internal slots: methods of `Response.prototype` that are called on it from outside
 * (`Response.prototype.text.call(answer)`) throw a `TypeError`, and `structuredClone` makes an empty object of it instead of throwing.
 * Where such methods were replaced, and on other runtimes, whose own code reads the slots, the result is a plain `Response`.
 *
 * @param ownHeaders whether its headers may be the very `Headers` that were given, which nobody else has
 */
export function textResponse(
  text: string,
  init: TextResponseInit | (Omit<TextResponseInit, 'headers'> & { readonly headers: Headers }),
  ownHeaders = false,
): Response {
  const { status = 200, statusText = '', headers } = init
  // What a `Response` cannot be, or not with a body, it says itself.
  const isPlain =
    status < 200 ||
    status > 599 ||
    isBodiless(status) ||
    text.startsWith(BYTE_ORDER_MARK) ||
    !isNodes(globalThis.Response)
  return isPlain
    ? new Response(text, init)
    : new TextResponse(text, {
        status,
        statusText,
        headers: ownHeaders && headers instanceof Headers ? headers : new Headers(headers),
      })
}

/** Reading takes it off, and how many of them depends on the runtime. https://encoding.spec.whatwg.org/#utf-8-decode */
const BYTE_ORDER_MARK = '\u{feff}'

const METHODS = ['text', 'json', 'arrayBuffer', 'bytes', 'blob', 'formData', 'clone'] as const
const GETTERS = 'type url redirected status ok statusText headers body bodyUsed'.split(' ')
/** The members that `TextResponse` has. It stands for no `Response` with others, or with fewer. */
const MEMBERS = new Set<string>(['constructor', ...METHODS, ...GETTERS])

type Methods = readonly unknown[]

let lastSeen: { readonly response: unknown; readonly methods: Methods | undefined } | undefined

/** Whether `Response` is Node's own, with its methods as they were when it was first seen. */
function isNodes(response: typeof Response): boolean {
  if (lastSeen?.response !== response) lastSeen = { response, methods: readMethods(response) }
  const { methods } = lastSeen
  if (methods === undefined) return false
  const { prototype } = response
  for (let index = 0; index < METHODS.length; index += 1)
    if (prototype[METHODS[index] as keyof Response] !== methods[index]) return false
  return true
}

/** The methods of Node's `Response`, by the source that only undici has; `undefined` of any other. */
function readMethods(response: typeof Response): Methods | undefined {
  const { prototype } = response
  const methods = METHODS.map((name) => prototype[name])
  const names = Object.getOwnPropertyNames(prototype)
  const isUndicis =
    names.length === MEMBERS.size &&
    names.every((name) => MEMBERS.has(name)) &&
    methods.every((method) => /\bconsumeBody\b|\bbrandCheck\b/.test(Function.prototype.toString.call(method)))
  if (!isUndicis) return undefined
  Object.setPrototypeOf(TextResponse.prototype, prototype)
  return methods
}

interface ResponseParts {
  readonly status: number
  readonly statusText: string
  readonly headers: Headers
}

/** See `textResponse`. Its prototype is made to inherit from that of `Response` before the first one is made. */
class TextResponse implements Response {
  readonly #text: string
  readonly #parts: ResponseParts
  #isRead = false
  /** Has the body, once anything but the text was asked of it. */
  #plain: Response | undefined

  static {
    // As in a `Response`: its constructor is that of the class which it stands for, and members are listed.
    Reflect.deleteProperty(this.prototype, 'constructor')
    for (const name of [...METHODS, ...GETTERS])
      Object.defineProperty(this.prototype, name, { enumerable: true })
  }

  constructor(text: string, parts: ResponseParts) {
    // As a body that is encoded and decoded.
    this.#text = text.toWellFormed()
    this.#parts = parts
  }

  get type(): ResponseType {
    return 'default'
  }

  get url(): string {
    return ''
  }

  get redirected(): boolean {
    return false
  }

  get status(): number {
    return this.#parts.status
  }

  get ok(): boolean {
    return this.#parts.status <= 299
  }

  get statusText(): string {
    return this.#parts.statusText
  }

  get headers(): Headers {
    return this.#parts.headers
  }

  get body(): Response['body'] {
    return this.#toPlain().body
  }

  get bodyUsed(): boolean {
    return this.#plain === undefined ? this.#isRead : this.#plain.bodyUsed
  }

  async text(): Promise<string> {
    return this.#read() ?? this.#toPlain().text()
  }

  async json(): Promise<unknown> {
    const text = this.#read()
    return text === undefined ? this.#toPlain().json() : JSON.parse(text)
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return this.#toPlain().arrayBuffer()
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#toPlain().bytes()
  }

  async blob(): Promise<Blob> {
    return this.#withHeaders().blob()
  }

  async formData(): Promise<FormData> {
    return this.#withHeaders().formData()
  }

  clone(): Response {
    if (this.#plain === undefined && !this.#isRead)
      return new TextResponse(this.#text, { ...this.#parts, headers: new Headers(this.#parts.headers) })
    return new Response(this.#toPlain().clone().body, this.#parts)
  }

  /** The text, the first time and as long as nothing else was asked of the body. */
  #read(): string | undefined {
    if (this.#isRead || this.#plain !== undefined) return undefined
    this.#isRead = true
    return this.#text
  }

  #toPlain(): Response {
    if (this.#plain === undefined) {
      this.#plain = new Response(this.#text)
      if (this.#isRead) void this.#plain.text()
    }
    return this.#plain
  }

  /** The body with the headers as they are now, which say its type. A body that was used stays with what refuses to read it. */
  #withHeaders(): Response {
    const plain = this.#toPlain()
    return plain.bodyUsed || plain.body?.locked === true ? plain : new Response(plain.body, this.#parts)
  }
}
