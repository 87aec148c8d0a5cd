import Anthropic from '@anthropic-ai/sdk'
import { bedrock, register, type BedrockOptions } from '@patchbay/sdk'
import type { BedrockServer } from '@patchbay/testing'
import OpenAI from 'openai'

/** One model of each family, as it is called. */
export const MODELS = {
  'Claude 4.5': 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'Claude 5.5': 'us.anthropic.claude-opus-5-5',
  'GPT-5.5': 'openai.gpt-5.5',
  'GPT-6 sol': 'us.openai.gpt-6-sol',
  'Grok 4.7': 'us.xai.grok-4.7',
  'Kimi K3': 'us.moonshotai.kimi-k3',
  'GLM 5.3': 'us.zai.glm-5.3',
  'gpt-oss': 'openai.gpt-oss-120b-1:0',
  'Nova 2': 'us.amazon.nova-2-lite-v1:0',
  'Llama 4': 'us.meta.llama4-maverick-17b-instruct-v1:0',
  Mistral: 'mistral.mistral-large-3-675b-instruct',
} as const

export type ModelName = keyof typeof MODELS

/** A client that keeps a conversation in its own API's form, and gives every answer back as it came. */
export interface Conversation {
  say(text: string): void
  /** The results of all calls of the last answer. */
  answerCalls(text: string): void
  /** The next turn; resolves with its text and the arguments of its calls. */
  next(
    model: ModelName,
    stream: boolean,
  ): Promise<{ readonly text: string; readonly calls: readonly string[] }>
}

const SCHEMA = {
  type: 'object' as const,
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
}
const NAME = 'get_weather'
const DESCRIPTION = 'The weather in a city'

function route(server: BedrockServer, options: BedrockOptions) {
  const { region, url, mantleUrl, credentials } = server
  return bedrock({ region, endpoint: url, mantleEndpoint: mantleUrl, credentials, ...options })
}

function chat(server: BedrockServer, options: BedrockOptions): Conversation {
  const client = register(
    new OpenAI({ apiKey: 'unused', maxRetries: 0 }),
    route(server, { strictOpenAICompliance: false, ...options }),
  )
  const messages: OpenAI.ChatCompletionMessageParam[] = []
  let calls: OpenAI.ChatCompletionMessageFunctionToolCall[] = []
  return {
    say: (content) => void messages.push({ role: 'user', content }),
    answerCalls(content) {
      for (const { id } of calls) messages.push({ role: 'tool', tool_call_id: id, content })
    },
    async next(name, stream) {
      const body = {
        model: MODELS[name],
        messages,
        reasoning_effort: 'medium' as const,
        max_completion_tokens: 8000,
        tools: [
          {
            type: 'function' as const,
            function: { name: NAME, description: DESCRIPTION, parameters: SCHEMA },
          },
        ],
      }
      const answer = stream
        ? await client.chat.completions.stream(body).finalChatCompletion()
        : await client.chat.completions.create(body)
      const message = answer.choices[0]?.message as OpenAI.ChatCompletionMessage
      messages.push(message)
      calls = (message.tool_calls ?? []) as typeof calls
      return { text: message.content ?? '', calls: calls.map((call) => call.function.arguments) }
    },
  }
}

function responses(server: BedrockServer, options: BedrockOptions): Conversation {
  const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route(server, options))
  const input: OpenAI.Responses.ResponseInputItem[] = []
  let calls: OpenAI.Responses.ResponseFunctionToolCall[] = []
  return {
    say: (content) => void input.push({ role: 'user', content }),
    answerCalls(output) {
      for (const { call_id } of calls) input.push({ type: 'function_call_output', call_id, output })
    },
    async next(name, stream) {
      const body: OpenAI.Responses.ResponseCreateParams = {
        model: MODELS[name],
        input: [...input],
        store: false,
        include: ['reasoning.encrypted_content'],
        reasoning: { effort: 'medium', summary: 'auto' },
        max_output_tokens: 8000,
        tools: [
          { type: 'function', name: NAME, description: DESCRIPTION, parameters: SCHEMA, strict: false },
        ],
      }
      const answer = stream
        ? await client.responses.stream({ ...body, stream: true }).finalResponse()
        : await client.responses.create({ ...body, stream: false })
      input.push(...(answer.output as OpenAI.Responses.ResponseInputItem[]))
      calls = answer.output.flatMap((item) =>
        item.type === 'function_call' ? [item as (typeof calls)[number]] : [],
      )
      const texts = answer.output.flatMap((item) =>
        item.type === 'message'
          ? item.content.map((part) => (part.type === 'output_text' ? part.text : ''))
          : [],
      )
      return { text: texts.join(''), calls: calls.map((call) => call.arguments) }
    },
  }
}

function messages(server: BedrockServer, options: BedrockOptions): Conversation {
  const client = register(new Anthropic({ apiKey: 'unused', maxRetries: 0 }), route(server, options))
  const history: Anthropic.MessageParam[] = []
  let calls: Anthropic.ToolUseBlock[] = []
  return {
    say: (content) => void history.push({ role: 'user', content }),
    answerCalls(content) {
      const results = calls.map(({ id }) => ({ type: 'tool_result' as const, tool_use_id: id, content }))
      if (results.length > 0) history.push({ role: 'user', content: results })
    },
    async next(name, stream) {
      const body: Anthropic.MessageCreateParamsNonStreaming = {
        model: MODELS[name],
        messages: history,
        max_tokens: 8000,
        thinking:
          name === 'Claude 5.5'
            ? { type: 'adaptive', display: 'summarized' }
            : { type: 'enabled', budget_tokens: 2000 },
        tools: [{ name: NAME, description: DESCRIPTION, input_schema: SCHEMA }],
      }
      const answer = stream
        ? await client.messages.stream(body).finalMessage()
        : await client.messages.create(body)
      history.push({ role: 'assistant', content: answer.content })
      calls = answer.content.filter((block) => block.type === 'tool_use')
      const texts = answer.content.flatMap((block) => (block.type === 'text' ? [block.text] : []))
      return { text: texts.join(''), calls: calls.map((call) => JSON.stringify(call.input)) }
    },
  }
}

/** By the API that the client speaks. */
export const CLIENTS = { chat, responses, messages } as const

/** All that stands in a request that proves reasoning: signatures, and what was encrypted. */
export function proofsIn(request: unknown): string[] {
  const proofs: string[] = []
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, member] of Object.entries(value)) {
      if (['signature', 'redactedContent', 'encrypted_content', 'data'].includes(key)) {
        if (typeof member === 'string' && member !== '') proofs.push(member)
      } else visit(member)
    }
  }
  visit(request)
  return proofs
}
