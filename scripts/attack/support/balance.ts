import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import { bedrock, gateway, loadBalance, register, retry, type Route } from '@patchbay/sdk'
import OpenAI from 'openai'
import { type BalancedServer, type Health, startBalancedServer } from './balanced-server.ts'

const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const CONCURRENCY = 64
const WEIGHTS = [2, 1, 1] as const
const SHARES = WEIGHTS.map((weight) => weight / sum(WEIGHTS))

/** What came of many calls through one balancing policy. */
export interface Balance {
  /** Calls without their own answer, and what came instead. */
  readonly lost: readonly string[]
  /** Calls that were answered by no server, or more than once. */
  readonly doubled: readonly number[]
  /** How far each route's share was from its weight while all were up, as a fraction of that share. */
  readonly deviations: readonly number[]
  /** Failures of the route that goes down and comes back. */
  readonly failed: number
  /** Bytes of memory that the calls after the first ones have left behind, each. */
  readonly bytesPerCall: number
}

/**
 * Makes calls by OpenAI's client, and every fifth by AWS's, 64 at once, through one policy: `retry` over `loadBalance`,
 * `round-robin`, over three routes.
 *
 * @param calls how many
 * @param whileAllAreUp how many of these come before one of the routes begins to go down and to come back
 */
export async function balanceCalls(calls: number, whileAllAreUp: number): Promise<Balance> {
  await using steady = await startBalancedServer(() => 'up')
  await using other = await startBalancedServer(() => 'up')
  await using flapping = await startBalancedServer(() => healthOf())
  const servers = [steady, other, flapping]
  let isFlapping = false
  // By calls, not by time: 400 well, 400 busy, 400 well, 400 without an answer.
  const healthOf = (): Health => {
    const phases: readonly Health[] = ['busy', 'up', 'resetting', 'up']
    const total = sum(servers.map(({ served }) => served.size)) - whileAllAreUp
    return isFlapping ? (phases[Math.floor(total / 400) % 4] ?? 'up') : 'up'
  }
  const callAll = createCaller(routeTo(servers))

  const lost = [...(await callAll(0, whileAllAreUp))]
  const deviations = servers.map(({ served }, index) => {
    const share = (SHARES[index] ?? 0) * whileAllAreUp
    return Math.abs(served.size - share) / share
  })
  const before = await usedMemory()
  isFlapping = true
  lost.push(...(await callAll(whileAllAreUp, calls)))
  const grown = (await usedMemory()) - before
  return {
    lost,
    doubled: Array.from({ length: calls }, (_, number) => number).filter(
      (number) => sum(servers.map(({ served }) => served.get(number) ?? 0)) !== 1,
    ),
    deviations,
    failed: flapping.failed,
    bytesPerCall: grown / (calls - whileAllAreUp),
  }
}

function routeTo([steady, other, flapping]: readonly BalancedServer[]): Route {
  const routes = [
    bedrock({ region: 'us-east-1', endpoint: steady?.url, apiKey: 'bedrock-key' }),
    gateway({ baseURL: `${other?.url}/v1`, apiKey: 'gateway-key' }),
    bedrock({ region: 'us-east-1', endpoint: flapping?.url, apiKey: 'bedrock-key' }),
  ]
  const balanced = loadBalance(
    routes.map((route, index) => ({ route, weight: WEIGHTS[index] })),
    { strategy: 'round-robin', cooldown: { failures: 3, ms: 20 } },
  )
  return retry(balanced, { attempts: 10, backoff: () => 0 })
}

/** Makes calls `from` to `to`, and tells those that did not get their own answer. */
function createCaller(route: Route): (from: number, to: number) => Promise<readonly string[]> {
  const call = createCall(route)
  return async (from, to) => {
    const lost: string[] = []
    let next = from
    const work = async (): Promise<void> => {
      while (next < to) {
        const number = next
        next += 1
        const answer = await call(number).catch((error: unknown) => String(error))
        if (answer !== `served ${number}`) lost.push(`${number}: ${answer}`)
      }
    }
    await Promise.all(Array.from({ length: CONCURRENCY }, work))
    return lost
  }
}

function createCall(route: Route): (number: number) => Promise<string | null | undefined> {
  const openai = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route)
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' }
  const aws = register(new BedrockRuntimeClient({ region: 'us-east-1', credentials, maxAttempts: 1 }), route)
  return async (number) => {
    const text = `call ${number}`
    if (number % 5 !== 0) {
      const messages = [{ role: 'user' as const, content: text }]
      const { choices } = await openai.chat.completions.create({ model: MODEL, messages })
      return choices[0]?.message.content
    }
    const messages = [{ role: 'user' as const, content: [{ text }] }]
    const { output } = await aws.send(new ConverseCommand({ modelId: MODEL, messages }))
    return output?.message?.content?.[0]?.text
  }
}

/** Bytes in use when everything that can be freed is. */
async function usedMemory(): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let round = 0; round < 3; round += 1) {
    collect()
    await new Promise((resolve) => void setImmediate(resolve))
  }
  return process.memoryUsage().heapUsed
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
