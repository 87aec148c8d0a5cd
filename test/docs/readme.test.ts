import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { createOpenAI } from '@ai-sdk/openai'
import Anthropic from '@anthropic-ai/sdk'
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import { ChatOpenAI } from '@langchain/openai'
import * as patchbay from '@patchbay/sdk'
import {
  type BedrockServer,
  createBedrockServer,
  createGatewayServer,
  type GatewayServer,
  TEST_BEARER_TOKEN,
} from '@patchbay/testing'
import { generateText, type LanguageModel } from 'ai'
import OpenAI, { AzureOpenAI } from 'openai'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const readme = await readFile(`${root}README.md`, 'utf8')

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const messages = [{ role: 'user' as const, content: 'What is 12 + 30?' }]

let bedrock: BedrockServer
let gateway: GatewayServer

beforeAll(async () => {
  ;[bedrock, gateway] = await Promise.all([createBedrockServer(), createGatewayServer()])
})
afterAll(() => Promise.all([bedrock.close(), gateway.close()]))
beforeEach(() => {
  for (const [name, value] of Object.entries(environment())) vi.stubEnv(name, value)
})
afterEach(() => {
  vi.unstubAllEnvs()
  bedrock.reset()
  gateway.reset()
})

/** Where the lines of the README lead to when nothing else is named. */
const environment = () => ({
  AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrock.url,
  AWS_BEARER_TOKEN_BEDROCK: TEST_BEARER_TOKEN,
  OPENAI_API_KEY: 'unused',
  PORTKEY_BASE_URL: gateway.url,
})

describe('the sample of the README', () => {
  it('runs, and streams an answer', async () => {
    const code = /^```ts\n([^]*?)^```$/m.exec(readme)?.[1] ?? ''
    const command = ['--conditions=@patchbay/source', '--input-type=module', '--eval', code]
    const env = { PATH: process.env['PATH'], ...environment() }
    const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: root, env })
    expect(stdout).toContain('A patch bay is a panel of sockets')
    expect(bedrock.requests).toHaveLength(1)
  })
})

describe('the commands of the README', () => {
  it('are scripts of the workspace that CI runs', async () => {
    const commands = [...readme.matchAll(/^```sh\n([^]*?)^```$/gm)].flatMap(([, text = '']) =>
      text
        .trim()
        .split('\n')
        .map((line) => line.replace(/\s+#.*$/, '')),
    )
    expect(commands).toEqual(['npm start', 'npm test'])
    const { scripts } = JSON.parse(await readFile(`${root}package.json`, 'utf8')) as {
      scripts: Record<string, string>
    }
    const ci = await readFile(`${root}.ci/run`, 'utf8')
    for (const command of commands) {
      expect(scripts).toHaveProperty(command.replace('npm ', ''))
      expect(ci).toMatch(new RegExp(`^(?:if |step .*)${command}\\b`, 'm'))
    }
  })
})

it('the commands of `npx @patchbay/sdk` that the README names are there', async () => {
  const named = [...readme.matchAll(/`npx @patchbay\/sdk (\w+)/g)].map(([, name = '']) => name)
  expect(named).toContain('serve')
  for (const name of named) {
    const command = ['--conditions=@patchbay/source', 'packages/command-line/src/main.ts', name, '--help']
    const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: root })
    expect(stdout).toContain(name)
  }
})

/** What stands in place of the words that the lines leave to the reader. */
const words = () => ({
  OpenAI,
  AzureOpenAI,
  ChatOpenAI,
  Anthropic,
  BedrockRuntimeClient,
  createOpenAI,
  messages,
  endpoint: 'https://example.openai.azure.com',
  apiKey: 'azure-key',
  apiVersion: '2024-10-21',
  baseURL: gateway.url,
  key: 'gateway-key',
})

/** The line, evaluated as it stands in the README. */
function evaluate(line: string, further: Readonly<Record<string, unknown>> = {}): unknown {
  const names = { ...patchbay, ...words(), ...further }
  // oxlint-disable-next-line typescript/no-implied-eval -- the text of the page is what is tested
  return new Function(...Object.keys(names), `return ${line}`)(...Object.values(names))
}

/** How each client is asked, and where the question must arrive. */
const CLIENTS: Readonly<
  Record<string, { ask: (line: string) => Promise<unknown>; at: 'bedrock' | 'gateway' }>
> = {
  '`openai` 4.104, 5, 6, 7': {
    at: 'bedrock',
    ask: async (line) =>
      contentOf(await (evaluate(line) as OpenAI).chat.completions.create({ model: CLAUDE, messages })),
  },
  'Azure OpenAI': {
    at: 'gateway',
    ask: async (line) =>
      contentOf(await (evaluate(line) as AzureOpenAI).chat.completions.create({ model: 'gpt-4o', messages })),
  },
  'LangChain `ChatOpenAI` and others': {
    at: 'gateway',
    ask: async (line) => (await (evaluate(line) as ChatOpenAI).invoke('What is 12 + 30?')).content,
  },
  '`@anthropic-ai/sdk`': {
    at: 'bedrock',
    ask: async (line) => {
      const answer = await (evaluate(line) as Anthropic).messages.create({
        model: CLAUDE,
        max_tokens: 100,
        messages,
      })
      return answer.content[0]?.type === 'text' && answer.content[0].text
    },
  },
  'AWS SDK `BedrockRuntimeClient`': {
    at: 'gateway',
    ask: async (line) => {
      const client = evaluate(line, { baseURL: `${gateway.url}/v1` }) as BedrockRuntimeClient
      const content = messages.map(({ role, content: text }) => ({ role, content: [{ text }] }))
      const { output } = await client.send(new ConverseCommand({ modelId: CLAUDE, messages: content }))
      return output?.message?.content?.[0]?.text
    },
  },
  'anything that takes a `fetch`': {
    at: 'bedrock',
    ask: async (line) => {
      const model = (evaluate(line) as { chat: (name: string) => LanguageModel }).chat(CLAUDE)
      return (await generateText({ model, prompt: 'What is 12 + 30?' })).text
    },
  },
  'no client at all': {
    at: 'gateway',
    ask: async (line) => contentOf((await evaluate(line)) as OpenAI.ChatCompletion),
  },
}

const contentOf = ({ choices }: OpenAI.ChatCompletion) => choices[0]?.message.content

/** The rows of the table of clients: who, and the line. */
function readRows(page: string, heading: string) {
  const [, section = ''] = page.split(`## ${heading}\n`)
  const lines = section.split('\n## ')[0]?.matchAll(/^\| (.+?) \| `(.+)` \|$/gm) ?? []
  return [...lines].map(([, who = '', line = '']) => ({
    who: who.replaceAll(/\[(.+?)\]\(.+?\)/g, '$1'),
    line,
  }))
}

const rows = readRows(readme, 'One line for each client')

describe('the lines of the README', () => {
  it('are all run here', () => {
    expect(rows.map(({ who }) => who)).toEqual(Object.keys(CLIENTS))
  })

  it('stand in the README of the package as well', async () => {
    const text = await readFile(`${root}packages/sdk/README.md`, 'utf8')
    expect(readRows(text, 'Clients')).toEqual(rows)
  })

  it.each(rows)('$who: $line', async ({ who, line }) => {
    const { ask, at } = CLIENTS[who]!
    expect(await ask(line)).toBe('12 + 30 is 42.')
    const [here, elsewhere] = at === 'bedrock' ? [bedrock, gateway] : [gateway, bedrock]
    expect(here.requests).toHaveLength(1)
    expect(elsewhere.requests).toHaveLength(0)
  })
})

it('the links of the README lead to files', () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = '']) => link)
  expect(links.length).toBeGreaterThan(30)
  expect(links.filter((link) => !existsSync(root + link))).toEqual([])
})
