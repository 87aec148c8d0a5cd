import type { ServerResponse } from 'node:http'
import type { Answer, Received } from './recording-server.ts'

interface ChatBody {
  readonly model?: string
  readonly stream?: boolean
  readonly messages?: readonly { readonly role: string; readonly content?: unknown }[]
  readonly tools?: readonly { readonly function: { readonly name: string } }[]
  readonly encoding_format?: string
  readonly response_format?: unknown
}

/** Answers like an OpenAI-compatible service: what comes back tells what was asked. */
export const answerLikeOpenAI: Answer = (request, response) => {
  const path = request.path.split('?')[0] ?? ''
  if (path.endsWith('/chat/completions')) return chat(request, response)
  if (path.endsWith('/embeddings')) return embeddings(request, response)
  if (path.endsWith('/models'))
    return json(response, { object: 'list', data: [{ id: 'm', object: 'model' }] })
  if (path.endsWith('/files'))
    return json(response, { id: 'file-1', object: 'file', bytes: request.body.length })
  return json(response, { path: request.path, method: request.method })
}

export function json(
  response: ServerResponse,
  value: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'req_1', ...headers })
  response.end(JSON.stringify(value))
}

function chat(request: Received, response: ServerResponse): void {
  const body = JSON.parse(request.body) as ChatBody
  const last = body.messages?.at(-1)
  const toolCall =
    body.tools !== undefined && last?.role === 'user' ? body.tools[0]?.function.name : undefined
  const content = body.response_format === undefined ? `echo ${String(last?.content)}` : '{"answer":42}'
  if (body.stream === true) return stream(response, content)
  const message =
    toolCall === undefined
      ? { role: 'assistant', content }
      : {
          role: 'assistant',
          content: null,
          tool_calls: [
            { id: 'call_1', type: 'function', function: { name: toolCall, arguments: '{"city":"Oslo"}' } },
          ],
        }
  json(response, {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: body.model,
    choices: [{ index: 0, message, finish_reason: toolCall === undefined ? 'stop' : 'tool_calls' }],
  })
}

function stream(response: ServerResponse, content: string): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const send = (delta: object, finish: string | null): void => {
    const choices = [{ index: 0, delta, finish_reason: finish }]
    const chunk = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'm', choices }
    response.write(`data: ${JSON.stringify(chunk)}\n\n`)
  }
  send({ role: 'assistant', content: '' }, null)
  for (const word of content.split(' ')) send({ content: `${word} ` }, null)
  send({}, 'stop')
  response.end('data: [DONE]\n\n')
}

/** Floats as a list or in base64, as asked: the SDKs ask for base64 on their own, and decode it. */
function embeddings(request: Received, response: ServerResponse): void {
  const body = JSON.parse(request.body) as ChatBody
  const vector = [0.5, -1, 2]
  const base64 = Buffer.from(new Float32Array(vector).buffer).toString('base64')
  const embedding = body.encoding_format === 'base64' ? base64 : vector
  json(response, { object: 'list', model: body.model, data: [{ object: 'embedding', index: 0, embedding }] })
}
