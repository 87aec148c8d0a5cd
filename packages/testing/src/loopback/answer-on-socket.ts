import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { setImmediate } from 'node:timers/promises'

import type { Answer } from '../exchange/answer.ts'
import { sendFrames, type FrameSink } from '../exchange/send-frames.ts'

/** Writes an answer to a response of `node:http`. Writes nothing when the client has left. */
export async function answerOnSocket(response: ServerResponse, answer: Answer): Promise<void> {
  if (response.destroyed) return
  if (answer === 'disconnect') return void response.destroy()
  response.writeHead(answer.status, answer.headers)
  if ('body' in answer) return void response.end(answer.body)
  response.flushHeaders()
  await sendFrames(sinkOf(response), answer.frames, answer.timing)
}

function sinkOf(response: ServerResponse): FrameSink {
  const closed = new Promise<void>((resolve) => response.once('close', () => resolve()))
  return {
    closed,
    isClosed: () => response.destroyed,
    /** Lets a piece leave before the next one. */
    async write(bytes) {
      if (!response.write(bytes)) await Promise.race([once(response, 'drain'), closed])
      await setImmediate()
    },
    end: () => response.end(),
    destroy: () => response.destroy(),
  }
}
