// The program as a process: what it writes where, and how it ends.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createBedrockServer, createGatewayServer, TEST_CREDENTIALS } from '@patchbay/testing'
import { afterAll, afterEach, describe, expect, test } from 'vitest'

const PROGRAM = join(import.meta.dirname, '../../packages/command-line/src/main.ts')
const folder = mkdtempSync(join(tmpdir(), 'command-line-'))
afterAll(() => rmSync(folder, { recursive: true }))

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

function patchbay(argv: readonly string[], env: Record<string, string> = {}, input?: string): Promise<Ended> {
  const clean = {
    PATH: process.env['PATH'] ?? '',
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
  }
  const child = spawn(process.execPath, ['--conditions=@patchbay/source', PROGRAM, ...argv], {
    env: { ...clean, AWS_EC2_METADATA_DISABLED: 'true', ...env },
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (part: string) => (stdout += part))
  child.stderr.setEncoding('utf8').on('data', (part: string) => (stderr += part))
  child.stdin.end(input)
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })))
}

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const request = { model: CLAUDE, messages: [{ role: 'user', content: 'Hello' }] }

describe('explain', () => {
  test('without a region is not done: the configuration is wrong', async () => {
    const { code, stderr } = await patchbay(['explain', '--model', 'us.amazon.nova-lite-v1:0'])
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^patchbay: No AWS region/) })
  })

  test('takes a file with a byte order mark, and refuses what is no name of a header', async () => {
    const file = join(folder, 'marked.json')
    writeFileSync(
      file,
      '\u{FEFF}{"model":"us.amazon.nova-lite-v1:0","messages":[{"role":"user","content":"Hi"}]}',
    )
    const env = { AWS_REGION: 'us-east-1' }
    expect(await patchbay(['explain', file], env)).toMatchObject({ code: 0 })
    const wrong = await patchbay(['explain', file, '--header', 'a b: c'], env)
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('--header takes') })
  })

  test.for([
    ['/responses', []],
    ['/messages', []],
    ['/converse', ['--route', 'us.amazon.nova-lite-v1:0']],
  ] as const)('asks %s for --prompt in its own words', async ([endpoint, more]) => {
    const argv = [
      'explain',
      '--model',
      'us.amazon.nova-lite-v1:0',
      '--prompt',
      'Hi',
      '--json',
      '--endpoint',
      endpoint,
    ]
    const { code, stdout } = await patchbay([...argv, ...more], { AWS_REGION: 'us-east-1' })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      model: 'us.amazon.nova-lite-v1:0',
      body: { messages: [{ role: 'user', content: [{ text: 'Hi' }] }] },
    })
  })

  test('a file, for a person', async () => {
    const file = join(folder, 'request.json')
    writeFileSync(file, JSON.stringify({ ...request, logit_bias: { 1: 1 } }))
    const { code, stdout, stderr } = await patchbay(['explain', file], { AWS_REGION: 'us-east-1' })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^route +bedrock region=us-east-1$/m)
    expect(stdout).toMatch(
      /^POST https:\/\/bedrock-runtime\.us-east-1\.amazonaws\.com\/model\/.*\/converse$/m,
    )
    expect(stdout).toMatch(/^warning \w+ \(logit_bias\): /m)
    // A pipe gets no escape codes.
    expect(stdout).not.toContain('\u001B')
  })

  test('standard input, as JSON', async () => {
    const env = { PATCHBAY_GATEWAY: 'https://gw.example.com/v1', PATCHBAY_GATEWAY_API_KEY: 'hunter22-key' }
    const argv = ['explain', '-', '--json', '--header', 'x-team: a', '--model', 'gpt-4o']
    const { code, stdout } = await patchbay(argv, env, JSON.stringify(request))
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      url: 'https://gw.example.com/v1/chat/completions',
      headers: { authorization: 'Bearer [redacted]', 'x-team': 'a' },
      body: { ...request, model: 'gpt-4o' },
      warnings: [],
    })
    expect(stdout).not.toContain('hunter22')
  })

  test('a prompt, and another endpoint', async () => {
    const argv = ['explain', '--route', 'openai.gpt-5.5', '--prompt', 'Hello', '--json']
    const { stdout } = await patchbay(argv, { AWS_REGION: 'us-east-1' })
    expect(JSON.parse(stdout)).toMatchObject({ api: 'responses', host: 'bedrock-mantle' })
    const converse = { modelId: CLAUDE, messages: [{ role: 'user', content: [{ text: 'Hello' }] }] }
    const other = await patchbay(
      ['explain', '-', '--endpoint', '/converse', '--json', '--route', CLAUDE],
      { AWS_REGION: 'us-east-1' },
      JSON.stringify(converse),
    )
    expect(JSON.parse(other.stdout)).toMatchObject({ api: 'converse', host: 'bedrock-runtime' })
  })

  test.for<[string, readonly string[], string | undefined, number, RegExp]>([
    ['no request', ['explain'], undefined, 2, /needs a file/],
    [
      'a file that is not there',
      ['explain', 'nothing.json'],
      undefined,
      2,
      /nothing\.json cannot be read \(ENOENT\)/,
    ],
    ['no JSON', ['explain', '-'], 'hello', 2, /standard input holds no JSON/],
    ['a list', ['explain', '-'], '[]', 2, /must hold a JSON object/],
    [
      'a header without a value',
      ['explain', '--prompt', 'a', '--header', 'x'],
      undefined,
      2,
      /--header takes/,
    ],
    [
      'a request that is refused',
      ['explain', '-'],
      '{"model":"nope","messages":[]}',
      1,
      /No Amazon Bedrock model/,
    ],
    [
      'a command of a Bedrock client that is none',
      ['explain', '-', '--endpoint', '/converse', '--route', CLAUDE],
      '{"messages":1}',
      1,
      /./,
    ],
  ])('%s is one line', async ([, argv, input, expected, text]) => {
    const { code, stdout, stderr } = await patchbay(argv, { AWS_REGION: 'us-east-1' }, input)
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' })
    expect(stderr).toMatch(text)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })
})

describe('models', () => {
  test('of a gateway, filtered', async () => {
    const server = await createGatewayServer()
    closing.push(() => server.close())
    server.reply({
      json: {
        object: 'list',
        data: [
          { id: 'gpt-4o', owned_by: 'openai' },
          { id: 'b', owned_by: 'x' },
        ],
      },
    })
    const env = { PATCHBAY_GATEWAY: `${server.url}/v1` }
    expect(await patchbay(['models', 'openai'], env)).toEqual({
      code: 0,
      stdout: 'gpt-4o  openai\n',
      stderr: '1 model\n',
    })
    const { stdout } = await patchbay(['models', '--json'], env)
    expect((JSON.parse(stdout) as { id: string }[]).map(({ id }) => id)).toEqual(['b', 'gpt-4o'])
  })

  test('of Bedrock, with the APIs of each', async () => {
    const server = await createBedrockServer()
    closing.push(() => server.close())
    const env = {
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: server.url,
      AWS_ACCESS_KEY_ID: TEST_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: TEST_CREDENTIALS.secretAccessKey,
    }
    const { code, stdout } = await patchbay(['models', 'converse'], env)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^\S+ +\S+ +runtime: .*converse/m)
  })

  test.for<[string, Record<string, string>, number, RegExp]>([
    [
      'a gateway that is not there',
      { PATCHBAY_GATEWAY: 'http://127.0.0.1:1/v1' },
      1,
      /fetch failed|ECONNREFUSED/,
    ],
    ['half of a gateway', { PATCHBAY_GATEWAY_API_KEY: 'k' }, 2, /without PATCHBAY_GATEWAY/],
  ])('%s is one line', async ([, env, expected, text]) => {
    const { code, stdout, stderr } = await patchbay(['models'], env)
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' })
    expect(stderr).toMatch(text)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    const json = await patchbay(['models', '--json'], env)
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: expect.any(String) } })
  })

  test('an answer that is no list', async () => {
    const server = await createGatewayServer()
    closing.push(() => server.close())
    server.reply({ json: { hello: 'world' } })
    const { code, stderr } = await patchbay(['models'], { PATCHBAY_GATEWAY: `${server.url}/v1` })
    expect({ code, lines: stderr.trimEnd().split('\n').length }).toEqual({ code: 1, lines: 1 })
  })
})

test('a reader that has seen enough ends it without a failure', async () => {
  const child = spawn(
    '/bin/sh',
    ['-c', `"${process.execPath}" --conditions=@patchbay/source "${PROGRAM}" help | head -1`],
    { env: { PATH: process.env['PATH'] ?? '' } },
  )
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (part: string) => (stderr += part))
  await new Promise((resolve) => child.on('close', resolve))
  expect(stderr).toBe('')
})

test('FORCE_COLOR asks for colours, and NO_COLOR for none', async () => {
  expect((await patchbay(['help'], { FORCE_COLOR: '1' })).stdout).toContain('\u001B[1m')
  expect((await patchbay(['help'], { NO_COLOR: '1' })).stdout).not.toContain('\u001B')
})
