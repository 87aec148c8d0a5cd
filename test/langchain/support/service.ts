import type { ServerResponse } from 'node:http'
import { answerLikeOpenAI, json } from '../../openai/support/openai-answers.ts'
import type { Answer, Received } from '../../openai/support/recording-server.ts'

/** Answers like an OpenAI-compatible service that has all the endpoints LangChain uses. */
export const answerLangChain: Answer = (request, response) => {
  const path = request.path.split('?')[0] ?? ''
  if (path.endsWith('/responses')) return responses(request, response)
  if (path.endsWith('/completions') && !path.endsWith('/chat/completions'))
    return completions(request, response)
  return answerLikeOpenAI(request, response)
}

/**
 * Answers an agent: asks for the first tool, and tells its result. Each answer has an id of its own, because LangGraph
 * takes a message for a new version of the one with the same id.
 */
export function createAgentAnswer(): Answer {
  let count = 0
  return (request, response) => {
    count += 1
    const { model, messages, tools } = JSON.parse(request.body) as AgentBody
    const last = messages.at(-1)
    const call = { name: tools[0]?.function.name, arguments: '{"city":"Oslo"}' }
    const message =
      last?.role === 'tool'
        ? { role: 'assistant', content: `I see ${last.content}` }
        : {
            role: 'assistant',
            content: null,
            tool_calls: [{ id: `call_${count}`, type: 'function', function: call }],
          }
    const choices = [{ index: 0, message, finish_reason: last?.role === 'tool' ? 'stop' : 'tool_calls' }]
    json(response, { id: `chatcmpl-${count}`, object: 'chat.completion', created: 1, model, choices })
  }
}

interface AgentBody {
  readonly model: string
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  readonly tools: readonly { readonly function: { readonly name: string } }[]
}

interface Body {
  readonly model: string
  readonly stream?: boolean
  readonly prompt?: readonly string[] | string
}

function completions(request: Received, response: ServerResponse): void {
  const body = JSON.parse(request.body) as Body
  const text = `echo ${String(body.prompt)}`
  const choices = [{ index: 0, text, finish_reason: 'stop', logprobs: null }]
  const value = { id: 'cmpl-1', object: 'text_completion', created: 1, model: body.model, choices }
  if (body.stream !== true) return json(response, value)
  sendEvents(response, [value])
  response.end('data: [DONE]\n\n')
}

function responses(request: Received, response: ServerResponse): void {
  const body = JSON.parse(request.body) as Body
  const part = { type: 'output_text', text: 'echo respond', annotations: [], logprobs: [] }
  const item = { id: 'msg_1', type: 'message', role: 'assistant', status: 'completed', content: [part] }
  const whole = {
    id: 'resp_1',
    object: 'response',
    created_at: 1,
    model: body.model,
    status: 'completed',
    output: [item],
    usage: { input_tokens: 1, output_tokens: 2, total_tokens: 3 },
  }
  if (body.stream !== true) return json(response, whole)
  const at = { item_id: 'msg_1', output_index: 0, content_index: 0 }
  const started = { ...whole, status: 'in_progress', output: [] }
  const events = [
    { type: 'response.created', response: started },
    { type: 'response.in_progress', response: started },
    {
      type: 'response.output_item.added',
      output_index: 0,
      item: { ...item, status: 'in_progress', content: [] },
    },
    { type: 'response.content_part.added', ...at, part: { ...part, text: '' } },
    { type: 'response.output_text.delta', ...at, delta: 'echo ', logprobs: [] },
    { type: 'response.output_text.delta', ...at, delta: 'respond', logprobs: [] },
    { type: 'response.output_text.done', ...at, text: part.text, logprobs: [] },
    { type: 'response.content_part.done', ...at, part },
    { type: 'response.output_item.done', output_index: 0, item },
    { type: 'response.completed', response: whole },
  ]
  sendEvents(
    response,
    events.map((event, index) => ({ ...event, sequence_number: index })),
  )
  response.end()
}

function sendEvents(response: ServerResponse, events: readonly object[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const event of events) response.write(`data: ${JSON.stringify(event)}\n\n`)
}
