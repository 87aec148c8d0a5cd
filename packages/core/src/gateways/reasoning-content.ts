import { mapEvents } from '../sse/map-events.ts'
import { isEventStream, isJSONAnswer, mapJSONAnswer, withBody } from './answer.ts'
import { isRecord } from '../internal/is-record.ts'
import { createThinkTagParser, type MessagePiece, type ThinkTagParser } from './think-tag-parser.ts'

/** A chat completion, whole or streamed, with leading `<think>` text moved into `reasoning_content`. */
export function moveThinkingToField(response: Response): Response | Promise<Response> {
  if (isJSONAnswer(response)) return mapJSONAnswer(response, mapCompletion)
  if (!isEventStream(response) || response.body === null) return response
  return withBody(response, mapEvents(response.body, createChunkMapper()))
}

function mapCompletion(body: unknown): unknown {
  if (!isRecord(body) || !Array.isArray(body['choices'])) return body
  return { ...body, choices: body['choices'].map(mapChoice) }
}

function mapChoice(choice: unknown): unknown {
  if (!isRecord(choice) || !isRecord(choice['message'])) return choice
  const content = choice['message']['content']
  if (typeof content !== 'string' || choice['message']['reasoning_content'] !== undefined) return choice
  const parser = createThinkTagParser()
  const pieces = [...parser.push(content), ...parser.end()]
  const reasoning = joinText(pieces, 'reasoning')
  if (reasoning === '') return choice
  const message = { ...choice['message'], content: joinText(pieces, 'text'), reasoning_content: reasoning }
  return { ...choice, message }
}

function joinText(pieces: readonly MessagePiece[], kind: MessagePiece['kind']): string {
  return pieces
    .filter((piece) => piece.kind === kind)
    .map((piece) => piece.text)
    .join('')
}

type Chunk = Record<string, unknown>

/** Maps the chunks of one stream, in which each choice has a message of its own. */
function createChunkMapper(): (chunk: unknown) => readonly unknown[] {
  const parsers = new Map<unknown, ThinkTagParser>()
  return (chunk) => {
    if (!isRecord(chunk) || !Array.isArray(chunk['choices']) || chunk['choices'].length === 0) return [chunk]
    return chunk['choices'].flatMap((choice: unknown) => {
      if (!isRecord(choice)) return [{ ...chunk, choices: [choice] }]
      const parser = parsers.get(choice['index']) ?? createThinkTagParser()
      parsers.set(choice['index'], parser)
      return mapChunk(chunk, choice, parser)
    })
  }
}

/** One chunk for each piece: readers look at `reasoning_content` or at `content`, not at both. */
function mapChunk(chunk: Chunk, choice: Chunk, parser: ThinkTagParser): readonly unknown[] {
  const delta = isRecord(choice['delta']) ? choice['delta'] : {}
  const { content, ...others } = delta
  const isLast = choice['finish_reason'] !== null && choice['finish_reason'] !== undefined
  const pieces = typeof content === 'string' ? [...parser.push(content)] : []
  if (isLast || others['tool_calls'] !== undefined) pieces.push(...parser.end())
  const deltas: Chunk[] = pieces.map(({ kind, text }) =>
    kind === 'reasoning' ? { reasoning_content: text } : { content: text },
  )
  const bare = typeof content === 'string' && content !== '' ? others : delta
  if (deltas.length === 0 || isLast || others['tool_calls'] !== undefined) {
    if (Object.keys(bare).length > 0 || isLast || chunk['usage'] !== undefined) deltas.push(bare)
  } else deltas[0] = { ...bare, ...deltas[0] }
  return deltas.map((part, index) => ({
    ...chunk,
    choices: [
      { ...choice, delta: part, finish_reason: index === deltas.length - 1 ? choice['finish_reason'] : null },
    ],
  }))
}
