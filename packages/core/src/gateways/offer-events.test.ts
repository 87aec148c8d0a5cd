import { expect, it } from 'vitest'

import { offeredChunks } from '../handed-chunks.ts'
import { offerEvents } from './offer-events.ts'

it.each([1, 2, 3])(
  'hands a byte order mark on as it came, also where it is cut after %i bytes',
  async (cut) => {
    const bytes = new TextEncoder().encode('\u{feff}data: {"a":1}\n\ndata: {"a":2}\n\n')
    const parts = [bytes.slice(0, cut), bytes.slice(cut)]
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull: (controller) => {
        const part = parts.shift()
        if (part === undefined) controller.close()
        else controller.enqueue(part)
      },
    })
    const chunks = offeredChunks(offerEvents(new Response(body)))?.()
    const begun = chunks?.next() ?? Promise.resolve(undefined)
    expect(await begun).toEqual([undefined])
    const rest = await new Response(chunks?.rest(begun)).arrayBuffer()
    expect(new Uint8Array(rest)).toEqual(bytes)
  },
)
