import { createAnthropic } from '@ai-sdk/anthropic'
import { createOpenAI } from '@ai-sdk/openai'
import { OpenAI as LlamaIndexOpenAI } from '@llamaindex/openai'
import { createFetch, query, type Route } from '@patchbay/sdk'
import { generateText, type LanguageModel, streamText } from 'ai'

import { CALLER_KEY, type Caller, CLAUDE, type ClientKind, joined, MODEL, QUESTION } from './kind.ts'

const messages = [{ role: 'user' as const, content: QUESTION }]

/** A caller that is given its route call by call. */
function routed(plain: (route: Route) => Promise<string>, stream: (route: Route) => Promise<string>): Caller {
  let current: Route | undefined
  const route = (): Route => {
    if (current === undefined) throw new Error('No route was given.')
    return current
  }
  return {
    route: (next) => {
      current = next
    },
    plain: async () => plain(route()),
    stream: async () => stream(route()),
  }
}

function vercel(
  name: string,
  protocol: ClientKind['protocol'],
  model: (provider: string, route: Route) => LanguageModel,
): ClientKind {
  return {
    name,
    protocol,
    make({ provider, retries: maxRetries }) {
      return routed(
        async (route) =>
          (await generateText({ model: model(provider, route), prompt: QUESTION, maxRetries })).text,
        async (route) => {
          let failure: { readonly error: unknown } | undefined
          const onError = ({ error }: { readonly error: unknown }): void => {
            failure = { error }
          }
          const { textStream } = streamText({
            model: model(provider, route),
            prompt: QUESTION,
            maxRetries,
            onError,
          })
          const text = await joined(textStream, (piece) => piece)
          if (failure !== undefined) throw failure.error
          return text
        },
      )
    },
  }
}

const QUERY: ClientKind = {
  name: 'query',
  protocol: 'openai',
  make: () =>
    routed(
      async (route) => textOf(await query(route, { model: MODEL, messages }, { apiKey: CALLER_KEY })),
      (route) =>
        joined(query(route, { model: MODEL, messages, stream: true }, { apiKey: CALLER_KEY }), deltaOf),
    ),
}

const FETCH: ClientKind = {
  name: 'createFetch',
  protocol: 'openai',
  make({ provider }) {
    const send = async (route: Route, stream: boolean): Promise<string> => {
      const response = await createFetch(route)(`${provider}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${CALLER_KEY}` },
        body: JSON.stringify({ model: MODEL, messages, stream }),
      })
      const text = await response.text()
      if (!response.ok) throw new FetchedFailure(response, text)
      return stream ? eventsOf(text).map(deltaOf).join('') : textOf(parsed(text))
    }
    return routed(
      (route) => send(route, false),
      (route) => send(route, true),
    )
  },
}

/** What a caller of `fetch` makes of a failure: everything that it can read. */
class FetchedFailure extends Error {
  override readonly name = 'APIError'
  readonly code: unknown
  readonly response: Response
  readonly text: string

  constructor(response: Response, text: string) {
    super(`${response.status} ${text}`)
    this.response = response
    this.text = text
    this.code = /"code":"(\w+)"/.exec(text)?.[1]
  }
}

/** A caller of `fetch` parses what it got by itself: it is told apart from a fault of the route. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new FetchedFailure(new Response(), text)
  }
}

interface Completion {
  readonly choices?: readonly {
    readonly message?: { readonly content?: string }
    readonly delta?: { readonly content?: string }
  }[]
}

const textOf = (answer: unknown): string => (answer as Completion).choices?.[0]?.message?.content ?? ''
const deltaOf = (chunk: unknown): string => (chunk as Completion).choices?.[0]?.delta?.content ?? ''

function eventsOf(text: string): readonly unknown[] {
  const lines = text.split('\n').filter((line) => line.startsWith('data: '))
  if (!lines.includes('data: [DONE]')) throw new FetchedFailure(new Response(), text)
  return lines.filter((line) => line !== 'data: [DONE]').map((line) => parsed(line.slice('data: '.length)))
}

const LLAMA_INDEX: ClientKind = {
  name: 'LlamaIndex',
  protocol: 'openai',
  make({ provider, retries: maxRetries }) {
    const create = (route: Route) =>
      new LlamaIndexOpenAI({
        model: MODEL,
        apiKey: CALLER_KEY,
        maxRetries,
        additionalSessionOptions: { baseURL: `${provider}/v1`, fetch: createFetch(route) },
      })
    return routed(
      async (route) => (await create(route).chat({ messages })).message.content as string,
      async (route) => joined(await create(route).chat({ messages, stream: true }), ({ delta }) => delta),
    )
  },
}

/** Callers without a client to register. */
export const FETCH_KINDS: readonly ClientKind[] = [
  FETCH,
  QUERY,
  vercel('Vercel AI SDK, OpenAI', 'openai', (provider, route) =>
    createOpenAI({ apiKey: CALLER_KEY, baseURL: `${provider}/v1`, fetch: createFetch(route) }).chat(MODEL),
  ),
  vercel('Vercel AI SDK, Anthropic', 'anthropic', (provider, route) =>
    createAnthropic({ apiKey: CALLER_KEY, baseURL: `${provider}/v1`, fetch: createFetch(route) })(CLAUDE),
  ),
  LLAMA_INDEX,
]
