import { describe, expect, it } from 'vitest'
import { dispatch } from './dispatch.ts'
import { PatchbayError } from './errors/patchbay-error.ts'
import type { ClientFacts } from './client-facts.ts'
import type { Route } from './route.ts'

const client: ClientFacts = {
  kind: 'fetch',
  baseURL: 'https://api.openai.com/v1',
  fetch: () => Promise.reject(new Error('the provider was reached')),
  customFetch: false,
}
const url = 'https://api.openai.com/v1/chat/completions'

function routeThat(serve: Route['serve']): Route {
  return {
    kind: 'local',
    name: 'test',
    describe: () => ({ kind: 'local', name: 'test' }),
    serve,
    socketBaseURL: () => undefined,
  }
}

function failingWith(error: unknown): Route {
  return routeThat(async () => {
    throw error
  })
}

async function faultOf(
  error: unknown,
): Promise<{ status: number; retry: string | null; code: unknown; message: string }> {
  const response = await dispatch(failingWith(error), { url, init: {} }, client)
  const { error: envelope } = (await response.json()) as { error: { code: unknown; message: string } }
  const { code, message } = envelope
  return { status: response.status, retry: response.headers.get('x-should-retry'), code, message }
}

describe('dispatch', () => {
  it('hands the answer over as it is', async () => {
    const answer = new Response('yes', { status: 429 })
    await expect(
      dispatch(
        routeThat(async () => answer),
        { url, init: {} },
        client,
      ),
    ).resolves.toBe(answer)
  })

  it('lets connection failures through', async () => {
    const error = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
    await expect(dispatch(failingWith(error), { url, init: {} }, client)).rejects.toBe(error)
  })

  it('answers a fault of the route', async () => {
    expect(await faultOf(new RangeError('out of it'))).toMatchObject({
      status: 500,
      retry: 'false',
      code: 'route_failed',
    })
    expect((await faultOf(new RangeError('out of it'))).message).toContain('RangeError: out of it')
    expect((await faultOf('a text')).message).toContain('not an Error')
    expect(await faultOf(new PatchbayError('no_region', 'Set a region.'))).toMatchObject({
      status: 500,
      code: 'no_region',
    })
  })

  it('keeps header values out of its answers', async () => {
    const error: unknown = await Promise.resolve()
      .then(() => new Headers({ authorization: 'Bearer secret\u0000' }))
      .catch((reason: unknown) => reason)
    expect((await faultOf(error)).message).not.toContain('secret')
  })

  it('answers requests that cannot even be built', async () => {
    const response = await dispatch(
      routeThat(async () => new Response()),
      { url: 'https://', init: {} },
      client,
    )
    expect(response.status).toBe(500)
  })

  it('does not start when the signal has fired already', async () => {
    let served = 0
    const route = routeThat(async () => {
      served += 1
      return new Response()
    })
    const signal = AbortSignal.abort('enough')
    await expect(dispatch(route, { url, init: { signal } }, client)).rejects.toBe('enough')
    expect(served).toBe(0)
  })

  it('rejects with the reason of the signal and cancels an answer that comes too late', async () => {
    const controller = new AbortController()
    let deliver: ((late: Response) => void) | undefined
    const route = routeThat(() => new Promise((resolve) => (deliver = resolve)))
    const answer = dispatch(route, { url, init: { signal: controller.signal } }, client)
    controller.abort('enough')
    await expect(answer).rejects.toBe('enough')
    const reason = await new Promise((cancel) => deliver?.(new Response(new ReadableStream({ cancel }))))
    expect(reason).toBe('enough')
  })

  it('notices a signal that fires while the route is asked', async () => {
    const controller = new AbortController()
    const route = routeThat(() => {
      controller.abort('enough')
      return new Promise(() => undefined)
    })
    const call = { url, init: { signal: controller.signal } }
    await expect(dispatch(route, call, client)).rejects.toBe('enough')
  })

  it('takes an error that follows an abort for the abort', async () => {
    const controller = new AbortController()
    const route = routeThat(async ({ signal }) => {
      controller.abort('enough')
      throw new Error(`aborted: ${String(signal?.aborted)}`)
    })
    await expect(dispatch(route, { url, init: { signal: controller.signal } }, client)).rejects.toBe('enough')
  })
})
