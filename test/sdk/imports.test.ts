import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import { expect, it } from 'vitest'

/** Runs a module in a fresh process, from source, and returns the URLs of all that it has loaded. */
async function loadedBy(code: string): Promise<string[]> {
  const script = `
    import { registerHooks } from 'node:module'
    const loaded = []
    registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context) } })
    ${code}
    console.log(JSON.stringify(loaded))`
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@patchbay/source', '--input-type=module', '-e', script],
    { cwd: new URL('.', import.meta.url) },
  )
  return JSON.parse(stdout) as string[]
}

const isOurs = (url: string) => /\/packages\/[\w-]+\/src\//.test(url)

it('imports no SDK, no dependency and no part of Node that is heavy', async () => {
  const loaded = await loadedBy(`await import('@patchbay/sdk')`)
  expect(loaded.filter(isOurs).length).toBeGreaterThan(10)
  expect(loaded.filter((url) => !isOurs(url))).toEqual([])
})

it('loads neither the translator nor the transport when a route is made and a client registered', async () => {
  const loaded = await loadedBy(`
    const { register, bedrock } = await import('@patchbay/sdk')
    const client = { fetch() {}, baseURL: 'https://api.openai.com/v1', _options: {}, chat: { completions: {} }, embeddings: {}, models: {} }
    register(client, bedrock({ region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } }))`)
  expect(loaded.filter((url) => !isOurs(url))).toEqual([])
  expect(
    loaded.filter((url) =>
      /src\/backend|translator\/src\/(?!model-facts\/(?:model-|remembered))|transport\/(?!request-handler-interceptor|http1\.|http2-handler)/.test(
        url,
      ),
    ),
  ).toEqual([])
})

it('leaves the global scope as it was', async () => {
  const script = `
    const before = Reflect.ownKeys(globalThis).length
    await import('@patchbay/sdk')
    console.log(Reflect.ownKeys(globalThis).length - before)`
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@patchbay/source', '--input-type=module', '-e', script],
    { cwd: new URL('.', import.meta.url) },
  )
  expect(stdout.trim()).toBe('0')
})
