import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, type IncomingMessage, request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import { type BedrockServer, createBedrockServer, TEST_CREDENTIALS } from '@patchbay/testing'

import type { Measurement } from './messages.ts'
import { createRequest, fateOf, indexIn } from './requests.ts'

/** How much load. */
export interface LoadOptions {
  readonly requests: number
  /** How many at a time. */
  readonly concurrency: number
  /** How often the process is measured on the way. */
  readonly measurements: number
  /** Told of each measurement. */
  readonly onMeasured?: (done: number, measurement: Measurement) => void
}

/** What came of it. */
export interface LoadResult {
  /** Answers that were read to their end, with status 200. */
  readonly read: number
  /** Requests that were left by their callers. */
  readonly left: number
  /** The first failures, in words: of requests that should have been answered. */
  readonly failures: readonly string[]
  /** The measurements on the way. */
  readonly onTheWay: readonly Measurement[]
  /** After the last request, all connections of the callers closed. */
  readonly last: Measurement
  /** That of the process, once it was told to stop. */
  readonly exitCode: number | null
}

/** Sends requests through `patchbay serve`, in a process of its own, over a strict Bedrock in this one. */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const bedrock = await createBedrockServer()
  const arrivals = scriptAnswers(bedrock)
  const child = forkServe(bedrock.url)
  try {
    const url = await listening(child)
    return await putLoad(url, child, arrivals, options)
  } finally {
    child.kill('SIGKILL')
    await bedrock.close()
  }
}

/** Callers that go are answered never, or a beginning: when they go is then for them to say. */
function scriptAnswers(bedrock: BedrockServer): Map<number, () => void> {
  const arrivals = new Map<number, () => void>()
  const never = new Promise<never>(() => undefined)
  bedrock.reply((request) => {
    const index = indexIn(new TextDecoder().decode(request.body))
    const fate = fateOf(index)
    arrivals.get(index)?.()
    if (fate === 'left-before') return { text: 'Nobody waits for this.', hold: never }
    if (fate === 'left-within')
      return {
        text: 'Somebody waits for the beginning of this.',
        stream: { gates: [{ event: 3, until: never }] },
      }
    return { text: `This is the answer to request ${index}, in a few pieces when it is a stream.` }
  })
  return arrivals
}

function forkServe(endpoint: string): ChildProcess {
  return fork(join(import.meta.dirname, 'serve-process.ts'), ['serve', '--port', '0', '--json', '--quiet'], {
    execArgv: ['--expose-gc', '--conditions=@patchbay/source'],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: {
      PATH: process.env['PATH'],
      HOME: '/nonexistent',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: TEST_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: TEST_CREDENTIALS.secretAccessKey,
      AWS_ENDPOINT_URL: endpoint,
    },
  })
}

async function listening(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('serve has no standard output.')
  const lines = createInterface(child.stdout)
  const [line] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`serve ended with ${String(code)}.`))),
  ])) as [string]
  return (JSON.parse(line) as { url: string }).url
}

async function putLoad(
  url: string,
  child: ChildProcess,
  arrivals: Map<number, () => void>,
  { requests, concurrency, measurements, onMeasured }: LoadOptions,
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency })
  const onTheWay: Measurement[] = []
  const failures: string[] = []
  let [read, left] = [0, 0]
  const send = async (index: number): Promise<void> => {
    try {
      if ((await sendOne(url, index, agent, arrivals)) === 'read') read += 1
      else left += 1
    } catch (error) {
      if (failures.length < 5) failures.push(`${index}: ${String(error)}`)
    }
  }
  const step = Math.ceil(requests / measurements)
  for (let begin = 0; begin < requests; begin += step) {
    const end = Math.min(begin + step, requests)
    let next = begin
    const worker = async (): Promise<void> => {
      while (next < end) await send(next++)
    }
    await Promise.all(Array.from({ length: concurrency }, worker))
    const measurement = await settled(child, end - failures.length)
    onTheWay.push(measurement)
    onMeasured?.(end, measurement)
  }
  agent.destroy()
  const last = await settled(child, requests - failures.length, 0)
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  const [exitCode] = (await exit) as [number | null]
  return { read, left, failures, onTheWay, last, exitCode }
}

/** Sends one request, and leaves it where that is its fate. */
function sendOne(
  url: string,
  index: number,
  agent: Agent,
  arrivals: Map<number, () => void>,
): Promise<'read' | 'left'> {
  const { path, body, fate } = createRequest(index)
  return new Promise((resolve, reject) => {
    const request = httpRequest(url + path, {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
    })
    const leave = (): void => {
      request.destroy()
      arrivals.delete(index)
      resolve('left')
    }
    if (fate === 'left-before') arrivals.set(index, leave)
    // What is left ends with an error: it was resolved before.
    request.on('error', reject)
    request.on('response', (response: IncomingMessage) => {
      response.on('error', reject)
      if (fate === 'left-within') response.once('data', leave)
      else
        readAnswer(response, index).then(
          () => resolve('read'),
          (error: unknown) => reject(error instanceof Error ? error : new Error(String(error))),
        )
    })
    request.end(body)
  })
}

/** @throws Error where it is not the whole answer to that request */
async function readAnswer(response: IncomingMessage, index: number): Promise<void> {
  let text = ''
  for await (const part of response.setEncoding('utf8')) text += String(part)
  if (response.statusCode !== 200) throw new Error(`${response.statusCode}: ${text.slice(0, 300)}`)
  const isWhole = text.startsWith('{') || /\[DONE\]|message_stop|response\.completed/.test(text)
  if (!isWhole) throw new Error(`The answer to ${index} is not whole: ${text.slice(-200)}`)
}

/** How often is asked, at most, until the process has seen every end: each question is a turn of its loop, and a collection. */
const MOST_QUESTIONS = 400

/** The measurement once all requests have ended there, and no more than so many sockets are in use. */
async function settled(child: ChildProcess, ends: number, sockets = Infinity): Promise<Measurement> {
  for (let question = 1; ; question += 1) {
    const answer = once(child, 'message')
    child.send('measure')
    const [measurement] = (await answer) as [Measurement]
    const isSettled = measurement.counts.ends >= ends && measurement.sockets <= sockets
    if (isSettled || question === MOST_QUESTIONS) return measurement
  }
}
