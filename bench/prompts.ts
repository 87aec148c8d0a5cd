// What is asked, in nobody's words, and in those of the two protocols. Made before anything is measured.
import type { ConverseCommandInput, Message } from '@aws-sdk/client-bedrock-runtime'
import type OpenAI from 'openai'

import { MODEL } from './shape.ts'

/** A request in no protocol's words. */
export interface Prompt {
  readonly turns: readonly Turn[]
  readonly tools: number
}
type Turn =
  | { readonly role: 'user' | 'assistant'; readonly text: string }
  | { readonly role: 'user'; readonly image: Uint8Array }
  | { readonly role: 'call' | 'result'; readonly id: string }

/** One short question. */
export const QUESTION: Prompt = asked('Tell me about foxes.')
/** One question with a text of 256 KB. */
export const LARGE_PROMPT: Prompt = asked('All about the quick brown fox. '.repeat(8457))
/** One question with a picture of 1 MB. */
export const IMAGE_PROMPT: Prompt = {
  turns: [{ role: 'user', image: new Uint8Array(1_048_576).map((_, index) => index * 31 + (index >> 8)) }],
  tools: 0,
}

/** A conversation of `count` messages, every fourth of them the result of a tool. */
export function conversation(count: number): Prompt {
  const turns = Array.from({ length: count - (count % 4) }, (_, index): Turn => {
    if (index % 4 === 0) return { role: 'user', text: `What of fox ${index}?` }
    if (index % 4 === 1) return { role: 'call', id: `call_${index}` }
    if (index % 4 === 2) return { role: 'result', id: `call_${index - 1}` }
    return { role: 'assistant', text: `Fox ${index} is quick and brown.` }
  })
  return { turns: [...turns, { role: 'user', text: 'And now?' }], tools: 1 }
}

/** One short question beside `count` tools. */
export function withTools(count: number): Prompt {
  return { ...QUESTION, tools: count }
}

/** The body of a chat completion. */
export function chatRequest({ turns, tools }: Prompt): OpenAI.ChatCompletionCreateParamsNonStreaming {
  return {
    model: MODEL,
    messages: turns.map(chatMessage),
    ...(tools > 0 && {
      tools: toolNames(tools).map((name) => ({
        type: 'function' as const,
        function: { name, description: DESCRIPTION, parameters: SCHEMA },
      })),
    }),
  }
}

/** The input of ConverseCommand and ConverseStreamCommand. */
export function converseRequest({ turns, tools }: Prompt): ConverseCommandInput {
  return {
    modelId: MODEL,
    messages: turns.map(converseMessage),
    ...(tools > 0 && {
      toolConfig: {
        tools: toolNames(tools).map((name) => ({
          toolSpec: { name, description: DESCRIPTION, inputSchema: { json: SCHEMA } },
        })),
      },
    }),
  }
}

const DESCRIPTION = 'Looks up a fox by its number.'
const SCHEMA = {
  type: 'object',
  properties: { number: { type: 'integer', description: 'Which fox' }, colour: { type: 'string' } },
  required: ['number'],
}

function asked(text: string): Prompt {
  return { turns: [{ role: 'user', text }], tools: 0 }
}

function toolNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => (index === 0 ? 'find_fox' : `find_fox_${index}`))
}

function chatMessage(turn: Turn): OpenAI.ChatCompletionMessageParam {
  if ('text' in turn) return { role: turn.role, content: turn.text }
  if ('image' in turn) {
    const url = `data:image/png;base64,${Buffer.from(turn.image).toString('base64')}`
    return { role: 'user', content: [{ type: 'image_url', image_url: { url } }] }
  }
  if (turn.role === 'result') return { role: 'tool', tool_call_id: turn.id, content: 'quick' }
  const call = { name: 'find_fox', arguments: '{"number":1}' }
  return {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: turn.id, type: 'function', function: call }],
  }
}

function converseMessage(turn: Turn): Message {
  if ('text' in turn) return { role: turn.role, content: [{ text: turn.text }] }
  if ('image' in turn)
    return { role: 'user', content: [{ image: { format: 'png', source: { bytes: turn.image } } }] }
  if (turn.role === 'result')
    return { role: 'user', content: [{ toolResult: { toolUseId: turn.id, content: [{ text: 'quick' }] } }] }
  return {
    role: 'assistant',
    content: [{ toolUse: { toolUseId: turn.id, name: 'find_fox', input: { number: 1 } } }],
  }
}
