import { inspect } from 'node:util'

import { afterEach, describe, expect, it } from 'vitest'

import { textResponse } from './text-response.ts'

const init = { status: 201, statusText: 'Made', headers: { 'content-type': 'application/json', 'x-a': '1' } }
const TEXT = '{"id":"é€😀"}'

/** What came of an action: its result, or the error. */
async function outcomeOf(act: () => unknown): Promise<unknown> {
  try {
    return await act()
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : error
  }
}

const stateOf = (response: Response) => [response.bodyUsed, response.body?.locked]
const chunksOf = async (body: ReadableStream<Uint8Array> | null) => {
  const parts: Uint8Array[] = []
  for await (const part of body ?? []) parts.push(part)
  return Buffer.concat(parts).toString()
}
const blobOf = async (response: Response) => {
  const blob = await response.blob()
  return [blob.type, blob.size, await blob.text()]
}

/** Every member of `Response`, alone and after others. */
const MEMBERS: Record<string, readonly ((response: Response) => unknown)[]> = {
  type: [(r) => r.type],
  url: [(r) => r.url],
  redirected: [(r) => r.redirected],
  status: [(r) => r.status],
  ok: [(r) => r.ok],
  statusText: [(r) => r.statusText],
  constructor: [(r: Response) => r.constructor === Response, (r: Response) => r instanceof Response],
  headers: [
    (r) => [...r.headers],
    (r) => r.headers === r.headers,
    (r) => r.headers instanceof Headers,
    async (r) => {
      r.headers.set('x-a', '2')
      r.headers.append('content-type', 'x')
      const clone = r.clone()
      return [[...r.headers], [...clone.headers], await blobOf(r)]
    },
    async (r) => {
      await r.text()
      return [...r.headers]
    },
    async (r) => {
      const kept = r.headers
      void r.body
      r.headers.set('x-a', '3')
      return [kept === r.headers, [...r.clone().headers]]
    },
  ],
  body: [
    (r) => chunksOf(r.body),
    (r) => r.body === r.body,
    (r) => r.body instanceof ReadableStream,
    async (r) => [stateOf(r), await chunksOf(r.body), stateOf(r)],
    (r) => new Response(r.body).text(),
    async (r) => {
      const [first, second] = r.body?.tee() ?? []
      return [await chunksOf(first ?? null), await chunksOf(second ?? null), stateOf(r)]
    },
    async (r) => {
      await r.body?.cancel()
      return stateOf(r)
    },
    async (r) => {
      const reader = r.body?.getReader({ mode: 'byob' })
      const { value } = (await reader?.read(new Uint8Array(4))) ?? {}
      return value
    },
    async (r) => {
      await r.text()
      return [stateOf(r), await r.body?.getReader().read()]
    },
    async (r) => {
      await r.json()
      return [stateOf(r), await r.body?.cancel()]
    },
  ],
  bodyUsed: [
    (r) => r.bodyUsed,
    (r) => {
      const text = r.text()
      return [r.bodyUsed, text instanceof Promise]
    },
    async (r) => {
      const { bodyUsed } = r
      await r.json()
      return [bodyUsed, r.bodyUsed]
    },
    (r) => [void r.body?.getReader(), r.bodyUsed],
    (r) => [r.clone().bodyUsed, r.bodyUsed],
  ],
  text: [
    (r) => r.text(),
    async (r) => [await r.text(), await outcomeOf(() => r.text())],
    async (r) => [await r.text(), await outcomeOf(() => r.json()), await outcomeOf(() => r.blob())],
    async (r) => [await r.text(), await outcomeOf(() => r.arrayBuffer())],
    async (r) => [await r.text(), await outcomeOf(() => r.bytes()), await outcomeOf(() => r.formData())],
    (r) => [void r.body, r.text()].at(1),
    async (r) => {
      const reader = r.body?.getReader()
      const refused = await outcomeOf(() => r.text())
      reader?.releaseLock()
      return [refused, await r.text()]
    },
    async (r) => {
      await r.body?.cancel()
      return outcomeOf(() => r.text())
    },
    (r) => Promise.all([r.text(), outcomeOf(() => r.text())]),
  ],
  json: [
    (r) => r.json(),
    async (r) => [await r.json(), await outcomeOf(() => r.json()), await outcomeOf(() => r.text())],
    (r) => [void r.body, r.json()].at(1),
  ],
  arrayBuffer: [
    (r) => r.arrayBuffer(),
    async (r) => [await r.arrayBuffer(), await outcomeOf(() => r.text()), stateOf(r)],
  ],
  bytes: [(r) => r.bytes(), async (r) => [await r.bytes(), await outcomeOf(() => r.bytes())]],
  blob: [
    blobOf,
    async (r) => [await blobOf(r), await outcomeOf(() => r.blob()), await outcomeOf(() => r.text())],
    async (r) => {
      void r.body
      r.headers.set('content-type', 'text/plain')
      return blobOf(r)
    },
  ],
  formData: [
    (r) => r.formData(),
    async (r) => {
      r.headers.set('content-type', 'application/x-www-form-urlencoded')
      return [...(await r.formData()).keys()]
    },
    async (r) => [await outcomeOf(() => r.formData()), r.bodyUsed],
  ],
  clone: [
    async (r) => {
      const clone = r.clone()
      return [await r.text(), await clone.json(), clone.status, clone.statusText, [...clone.headers]]
    },
    async (r) => {
      const clone = r.clone()
      clone.headers.set('x-a', '2')
      return [r.headers.get('x-a'), await clone.text(), r.bodyUsed]
    },
    async (r) => [await r.text(), await outcomeOf(() => r.clone())],
    async (r) => {
      void r.body
      const clone = r.clone()
      return [await chunksOf(r.body), clone.status, clone.statusText, [...clone.headers], await clone.text()]
    },
    async (r) => {
      r.body?.getReader()
      return outcomeOf(() => r.clone())
    },
    async (r) => r.clone().clone().text(),
    (r) => r.clone() instanceof Response,
  ],
}

/** What is asked of an object apart from its members. */
const LANGUAGE: readonly ((response: Response) => unknown)[] = [
  (r) => inspect(r),
  (r) => inspect({ answer: r }, { depth: 3 }),
  // A body that was read closes a moment after.
  async (r) => [await r.text(), inspect(r).replace(/state: '\w+'/, '')],
  (r) => `${r as unknown as string}`,
  (r) => Object.prototype.toString.call(r),
  (r) => JSON.stringify(r),
  (r) => Object.keys(r),
  (r) => Reflect.ownKeys(r),
  (r) => Object.keys(Object.assign({}, r)),
  (r) => Object.isExtensible(r),
  (r) => ['status', 'text', 'unheard'].map((name) => name in r),
  (r) => {
    const names: string[] = []
    for (const name in r) names.push(name)
    return names.toSorted()
  },
  (r) => Object.defineProperty(r, 'url', { value: 'https://a.example/', configurable: true }).url,
  (r) => Response.json({}) instanceof r.constructor,
  (r) => Reflect.set(r, 'status', 3),
  (r) => outcomeOf(() => new Proxy(r, {}).status).then((outcome) => String(outcome).slice(0, 9)),
  (r) => outcomeOf(() => new Proxy(r, {}).text()).then((outcome) => String(outcome).slice(0, 9)),
  (r) => new Proxy(r, { get: (target, name) => Reflect.get(target, name, target) }).status,
]

const scenarios = [
  ...Object.entries(MEMBERS).flatMap(([name, all]) => all.map((act) => [name, act] as const)),
  ...LANGUAGE.map((act) => ['the object', act] as const),
].map(([name, act], index) => ({ name: `${name}, ${index}`, act }))

const original = {
  response: globalThis.Response,
  text: Object.getOwnPropertyDescriptor(Response.prototype, 'text') as PropertyDescriptor & {
    value: (this: Response) => Promise<string>
  },
}

afterEach(() => {
  globalThis.Response = original.response
  Object.defineProperty(Response.prototype, 'text', original.text)
  Reflect.deleteProperty(Response.prototype, 'unheard')
})

describe('textResponse', () => {
  it('is tested member by member', () => {
    expect(Object.keys(MEMBERS).toSorted()).toEqual(Object.getOwnPropertyNames(Response.prototype).toSorted())
  })

  it.each(scenarios)('is as a plain Response in $name', async ({ act }) => {
    const [kept, plain] = [textResponse(TEXT, init), new Response(TEXT, init)]
    expect(isPlain(kept)).toBe(false)
    const [outcome, expected] = [await outcomeOf(() => act(kept)), await outcomeOf(() => act(plain))]
    expect(outcome).toEqual(expected)
  })

  it.each(['', '{', '\u{feff}{"a":1}', '\u{feff}\u{feff}a', 'a\u{d800}b', '{"a":"\u{dfff}"}', 'a=1&b=2'])(
    'reads %j as a plain Response does',
    async (text) => {
      for (const act of [
        (r: Response) => r.text(),
        (r: Response) => r.json(),
        (r: Response) => r.bytes(),
        (r: Response) => r.clone().text(),
      ]) {
        const outcome = await outcomeOf(() => act(textResponse(text, init)))
        expect(outcome).toEqual(await outcomeOf(() => act(new Response(text, init))))
      }
    },
  )

  it('has the defaults of a Response', () => {
    const headers = { 'content-type': 'text/plain' }
    const kept = textResponse('', { headers })
    expect([kept.status, kept.statusText, kept.ok]).toEqual([200, '', true])
    expect(textResponse('', { status: 404, headers }).ok).toBe(false)
  })

  it.each([199, 204, 304, 600])('refuses the status %i as a Response does', async (status) => {
    const refusal = await outcomeOf(() => textResponse('a', { ...init, status }))
    expect(refusal).toEqual(await outcomeOf(() => new Response('a', { ...init, status })))
    expect(refusal).toMatch(/Error/)
  })

  it('refuses headers that are none', () => {
    const headers = { 'content-type': 'application/json', 'x-a': 'a\nb' }
    expect(() => textResponse('', { headers })).toThrow(TypeError)
  })

  it("throws where methods of Response's prototype are called on it from outside", () => {
    expect(() => original.text.value.call(textResponse(TEXT, init))).toThrow(TypeError)
    expect(structuredClone(textResponse(TEXT, init))).toEqual({})
  })

  it('is a plain Response where methods were replaced', async () => {
    Response.prototype.text = async () => 'replaced'
    const answer = textResponse(TEXT, init)
    expect(isPlain(answer)).toBe(true)
    expect(await answer.text()).toBe('replaced')
  })

  it('is of the class that stands for Response now', () => {
    class Other extends Response {}
    globalThis.Response = Other
    expect(textResponse(TEXT, init)).toBeInstanceOf(Other)
    expect(isPlain(textResponse(TEXT, init))).toBe(true)
  })

  it('is a plain Response where Response has members that are not known', () => {
    class Other extends Response {
      unheard() {
        return 1
      }
    }
    globalThis.Response = Other
    expect(isPlain(textResponse(TEXT, init))).toBe(true)
  })
})

/** Only objects of `Response` have its internal slots. */
function isPlain(response: Response): boolean {
  try {
    return Reflect.get(original.response.prototype, 'status', response) === response.status
  } catch {
    return false
  }
}
