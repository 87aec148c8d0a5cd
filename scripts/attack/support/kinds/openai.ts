import { register } from '@patchbay/sdk'
import type OpenAI from 'openai'

import { type Version, versions } from '../../../../test/openai/support/versions.ts'
import { CALLER_KEY, type ClientKind, DEPLOYMENT, joined, MODEL, QUESTION } from './kind.ts'

const question = { model: MODEL, messages: [{ role: 'user' as const, content: QUESTION }] }

function kind(name: string, make: (provider: string, retries: number) => OpenAI): ClientKind {
  return {
    name,
    protocol: 'openai',
    make({ provider, retries }) {
      const client = make(provider, retries)
      return {
        client,
        route: (route) => void register(client, route),
        plain: async () => (await client.chat.completions.create(question)).choices[0]?.message.content ?? '',
        stream: async () =>
          joined(
            await client.chat.completions.create({ ...question, stream: true }),
            ({ choices }) => choices[0]?.delta.content,
          ),
      }
    },
  }
}

const openai =
  ({ OpenAI: Client }: Version) =>
  (provider: string, maxRetries: number) =>
    new Client({ apiKey: CALLER_KEY, baseURL: `${provider}/v1`, maxRetries })

const azure =
  ({ AzureOpenAI }: Version) =>
  (provider: string, maxRetries: number) =>
    new AzureOpenAI({
      apiKey: CALLER_KEY,
      endpoint: provider,
      apiVersion: '2024-10-21',
      deployment: DEPLOYMENT,
      maxRetries,
    })

const [, , , newest] = versions as readonly [Version, Version, Version, Version]

const RESPONSES: ClientKind = {
  name: 'openai 7, Responses',
  protocol: 'openai',
  make({ provider, retries }) {
    const client = openai(newest)(provider, retries)
    const ask = { model: MODEL, input: QUESTION }
    return {
      client,
      route: (route) => void register(client, route),
      plain: async () => (await client.responses.create(ask)).output_text,
      stream: async () =>
        joined(await client.responses.create({ ...ask, stream: true }), (event) =>
          event.type === 'response.output_text.delta' ? event.delta : '',
        ),
    }
  },
}

const CLONE: ClientKind = {
  name: 'openai 7, clone',
  protocol: 'openai',
  make({ provider, retries }) {
    const client = openai(newest)(provider, retries)
    const clone = () => client.withOptions({ baseURL: `${provider}/other/v1` })
    return {
      client,
      route: (route) => void register(client, route),
      plain: async () => (await clone().chat.completions.create(question)).choices[0]?.message.content ?? '',
      stream: async () =>
        joined(
          await clone().chat.completions.create({ ...question, stream: true }),
          ({ choices }) => choices[0]?.delta.content,
        ),
    }
  },
}

/** The clients of all majors of openai. */
export const OPENAI_KINDS: readonly ClientKind[] = [
  ...versions.map((version) => kind(version.name, openai(version))),
  RESPONSES,
  CLONE,
  kind('AzureOpenAI 4.104', azure(versions[0] as Version)),
  kind('AzureOpenAI 7', azure(newest)),
]
