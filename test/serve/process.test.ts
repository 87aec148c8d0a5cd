import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { createBedrockServer, createGate } from '@patchbay/testing'
import OpenAI from 'openai'
import { afterEach, describe, expect, it } from 'vitest'

import { bedrockEnvironment, spawnProgram, startServe } from './support/serve-process.ts'

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'

async function run(argv: readonly string[], env: Record<string, string> = {}) {
  const child = spawnProgram(['serve', ...argv], { ...bedrockEnvironment('http://127.0.0.1:9'), ...env })
  let reported = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (reported += text))
  const [code] = (await once(child, 'close')) as [number]
  return { code, reported }
}

describe('a wrong start is one line and exit code 2', () => {
  it.each([
    [['--host', '0.0.0.0'], /0\.0\.0\.0 can be reached from other machines: set the key/],
    [['--host', '::'], /set the key/],
    [['--port', 'http'], /--port takes a number from 0 to 65535, not "http"/],
    [['--max-body', 'all'], /--max-body takes a number/],
    [['--api-key', ''], /--api-key is empty/],
    [['--cors', 'example'], /--cors takes an origin/],
    [['--prot', '1'], /did you mean --port/],
    [['--route', 'no such route'], /No route is named/],
  ])('%j', async (argv, text) => {
    const { code, reported } = await run(argv)
    expect(code).toBe(2)
    expect(reported).toMatch(text)
    expect(reported.trim().split('\n')).toHaveLength(1)
  })

  it('a port that is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const { code, reported } = await run(['--port', String(port)])
    other.close()
    expect(code).toBe(2)
    expect(reported).toContain(`127.0.0.1:${port} is in use`)
  })
})

describe('a stop', () => {
  const open: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of open.splice(0)) await close()
  })

  /** `serve` with one stream under way, whose end is held back by `gate`. */
  async function startStreaming(...argv: string[]) {
    const bedrock = await createBedrockServer()
    const gate = createGate()
    bedrock.reply({
      text: 'Once upon a time.',
      stream: { deltaSize: 4, gates: [{ event: 2, until: gate.opened }] },
    })
    const serve = await startServe(bedrockEnvironment(bedrock.url), argv)
    open.push(() => bedrock.close())
    const client = new OpenAI({ baseURL: `${serve.url}/v1`, apiKey: 'any', maxRetries: 0 })
    const stream = await client.chat.completions.create({
      model: CLAUDE,
      messages: [{ role: 'user', content: 'Tell a story.' }],
      stream: true,
    })
    const rest = (async () => {
      let text = ''
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
      return text
    })()
    return { gate, serve, rest }
  }

  it('without anything under way is at once, with exit code 0', async () => {
    const serve = await startServe(bedrockEnvironment('http://127.0.0.1:9'))
    await fetch(`${serve.url}/healthz`)
    serve.signal('SIGINT')
    expect(await serve.exitCode).toBe(0)
  })

  it('lets a stream finish, takes nobody else, and ends with 0', async () => {
    const { gate, serve, rest } = await startStreaming()
    serve.signal('SIGTERM')
    expect(await serve.line('stopping')).toMatchObject({ underWay: 1 })
    await expect(fetch(`${serve.url}/healthz`)).rejects.toThrow('fetch failed')
    gate.open()
    expect(await rest).toBe('Once upon a time.')
    expect(await serve.exitCode).toBe(0)
    expect(serve.lines.at(-1)).toMatchObject({ event: 'stopped', cut: 0 })
    expect(await serve.line('request')).toMatchObject({ outcome: 'ok' })
  })

  it('cuts it at a second signal, and ends with 1', async () => {
    const { serve, rest } = await startStreaming()
    serve.signal('SIGTERM')
    await serve.line('stopping')
    serve.signal('SIGINT')
    await expect(rest).rejects.toThrow('terminated')
    expect(await serve.exitCode).toBe(1)
    expect(await serve.line('request')).toMatchObject({ outcome: 'aborted' })
    expect(await serve.line('stopped')).toMatchObject({ cut: 1 })
  })

  it('cuts it when the grace is over', async () => {
    const { serve, rest } = await startStreaming('--grace', '0.05')
    serve.signal('SIGTERM')
    await expect(rest).rejects.toThrow('terminated')
    expect(await serve.exitCode).toBe(1)
  })
})

describe('a route by its name', () => {
  it('comes from a module that Node loads first', async () => {
    const bedrock = await createBedrockServer()
    const module = join(import.meta.dirname, 'support/routes.ts')
    const serve = await startServe(
      { ...bedrockEnvironment(bedrock.url), NODE_OPTIONS: `--import ${pathToFileURL(module).href}` },
      ['--route', 'team'],
    )
    const client = new OpenAI({ baseURL: `${serve.url}/v1`, apiKey: 'any', maxRetries: 0 })
    const messages = [{ role: 'user' as const, content: 'Say hello.' }]
    await client.chat.completions.create({ model: 'gpt-4o', messages })
    expect(await serve.line('request')).toMatchObject({
      route: 'fallback',
      target: 'bedrock',
      responseModel: CLAUDE,
    })
    serve.signal('SIGTERM')
    expect(await serve.exitCode).toBe(0)
    await bedrock.close()
  })
})

describe('debugging', () => {
  it('is said in lines on standard error', async () => {
    const bedrock = await createBedrockServer()
    const serve = await startServe({ ...bedrockEnvironment(bedrock.url), PATCHBAY_DEBUG: '1' })
    await fetch(`${serve.url}/v1/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        model: CLAUDE,
        max_tokens: 9,
        messages: [{ role: 'user', content: 'a secret of the caller' }],
      }),
    })
    serve.signal('SIGTERM')
    await serve.exitCode
    await bedrock.close()
    const lines = serve.errors().trim().split('\n')
    expect(lines).toHaveLength(3)
    expect(lines[0]).toMatch(/^patchbay [0-9a-f]{8} messages us\.anthropic\.claude-/)
    expect(lines[1]).toMatch(/^patchbay [0-9a-f]{8} attempt 1: bedrock$/)
    expect(lines[2]).toMatch(/^patchbay [0-9a-f]{8} ok 200 in /)
    expect(serve.errors()).not.toContain('secret')
  })
})
