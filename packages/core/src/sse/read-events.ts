import { parseJSON } from '../internal/parse-json.ts'

/**
 * The data of each server-sent event of a body, but for blank ones. A failure that stands in the event's name (`event: error`) or
 * in a field of its own (`error: {...}`, llama.cpp) comes as `{"error": ...}`, as OpenAI sends it. Leaving the loop early cancels
 * the source.
 *
 * https://github.com/ggml-org/llama.cpp/tree/master/tools/server#readme
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string, void> {
  // Loaded when it is needed: importing this package must stay cheap.
  const { createParser } = await import('eventsource-parser')
  const ready: string[] = []
  const parser = createParser({
    onEvent: ({ data, event }) => {
      if (data.trim() !== '') ready.push(event === 'error' ? toErrorData(data) : data)
    },
    onError: ({ type, field, value }) => {
      if (type === 'unknown-field' && field === 'error') ready.push(toErrorData(value ?? ''))
    },
  })
  const decoder = new TextDecoder()
  const reader = body.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      // Some servers leave out the blank line after the last event.
      parser.feed(done ? `${decoder.decode()}\n\n` : decoder.decode(value, { stream: true }))
      yield* ready.splice(0)
      if (done) return
    }
  } finally {
    // Not awaited: of a body that was copied, as interceptors do, it ends only when the copy does, too.
    reader.cancel().catch(() => undefined)
  }
}

function toErrorData(text: string): string {
  const value = parseJSON(text)
  if (typeof value === 'object' && value !== null && 'error' in value) return text
  return JSON.stringify({ error: typeof value === 'object' && value !== null ? value : { message: text } })
}
