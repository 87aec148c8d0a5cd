import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions'
import type { CompletionUsage } from 'openai/resources/completions'

import type { ChunkSource } from '../../server-sent-events.ts'

/** Several answers to one request (`n` > 1) as one: choices in order, tokens added up. */
export function mergeCompletions(completions: readonly ChatCompletion[]): ChatCompletion {
  const [first, ...others] = completions as readonly [ChatCompletion, ...ChatCompletion[]]
  if (others.length === 0) return first
  const usage = completions.map((completion) => completion.usage).reduce(addUsage)
  return {
    ...first,
    choices: completions.flatMap(({ choices }, index) => choices.map((choice) => ({ ...choice, index }))),
    ...(usage === undefined ? {} : { usage }),
  }
}

/**
 * Several streams as one: chunks as they come, each with its choice's index, and one chunk of usage at the end.
 * When one stream fails, all are given up, and so is theirs.
 */
export function mergeStreams(
  sources: readonly ChunkSource<ChatCompletionChunk>[],
): ChunkSource<ChatCompletionChunk> {
  const [only] = sources
  if (sources.length === 1 && only !== undefined) return only
  const cancel = () => sources.forEach((source) => source.cancel())
  const ask = (index: number) => {
    const answer = nextOf(sources[index] as ChunkSource<ChatCompletionChunk>).then((chunks) => ({
      index,
      chunks,
    }))
    // A cancelled source may fail when nothing waits for it any more.
    answer.catch(() => {})
    return answer
  }
  let asked: Map<number, ReturnType<typeof ask>> | undefined
  let usageChunk: ChatCompletionChunk | undefined

  const renumber = (chunks: readonly ChatCompletionChunk[], index: number): ChatCompletionChunk[] =>
    chunks.flatMap((chunk) => {
      if (chunk.choices.length > 0)
        return [{ ...chunk, choices: chunk.choices.map((choice) => ({ ...choice, index })) }]
      const usage = addUsage(usageChunk?.usage ?? undefined, chunk.usage ?? undefined)
      usageChunk = usage === undefined ? { ...chunk } : { ...chunk, usage }
      return []
    })

  return {
    async next() {
      asked ??= new Map(sources.map((_, index) => [index, ask(index)]))
      if (asked.size === 0) {
        const last = usageChunk
        usageChunk = undefined
        return last === undefined ? undefined : [last]
      }
      try {
        const { index, chunks } = await Promise.race(asked.values())
        if (chunks === undefined) asked.delete(index)
        else asked.set(index, ask(index))
        return renumber(chunks ?? [], index)
      } catch (error) {
        cancel()
        throw error
      }
    },
    cancel,
  }
}

/** All that has come. */
async function nextOf<Chunk>(source: ChunkSource<Chunk>): Promise<readonly Chunk[] | undefined> {
  const first = await source.next()
  let more = first && source.ready?.()
  if (first === undefined || more === undefined) return first
  const all = [...first]
  for (; more !== undefined; more = source.ready?.()) all.push(...more)
  return all
}

/** Adds two counts, detail by detail. */
function addUsage(
  first: CompletionUsage | undefined,
  second: CompletionUsage | undefined,
): CompletionUsage | undefined {
  return first === undefined || second === undefined ? (first ?? second) : addNumbers(first, second)
}

function addNumbers<Counts extends object>(first: Counts, second: Counts): Counts {
  const sum = { ...first } as Record<string, unknown>
  for (const [name, value] of Object.entries(second)) {
    const present = sum[name]
    if (typeof value === 'number') sum[name] = (typeof present === 'number' ? present : 0) + value
    else if (typeof value === 'object' && value !== null) {
      sum[name] = typeof present === 'object' && present !== null ? addNumbers(present, value) : value
    }
  }
  return sum as Counts
}
