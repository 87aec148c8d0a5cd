// Every figure of Patchbay's performance: sizes, and times as ratios against the AWS SDK in the same run.
//   npm run bench              about three minutes
//   npm run bench -- --short   a sanity check of half a minute; its figures are rough
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import { coldStartScript, STARTS } from './cold-start.ts'

const CONTESTANTS = {
  'aws-sdk': 'AWS SDK, Converse and ConverseStream, HTTP/1.1 keep-alive',
  'openai-direct': '`openai` client against an OpenAI-compatible server, no Patchbay',
  'patchbay-gateway': '`openai` client on a gateway route',
  'patchbay-bedrock': '`openai` client on a bedrock() route',
} as const
type Name = keyof typeof CONTESTANTS
interface Figures {
  readonly call: number
  readonly event: number
}

const short = process.argv.includes('--short')
const rounds = short ? 1 : 5
const scale = short ? '0.1' : '1'
const folder = fileURLToPath(new URL('.', import.meta.url))

execFileSync(process.execPath, ['scripts/check-sizes.mjs'], { cwd: `${folder}..`, stdio: 'inherit' })
await coldStart()
await running()

async function running() {
  const upstream = spawn(process.execPath, [`${folder}upstream.ts`], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [port] = (await once(createInterface(upstream.stdout), 'line')) as [string]
    const names = Object.keys(CONTESTANTS) as Name[]
    const results = new Map<Name, Figures[]>(names.map((name) => [name, []]))
    for (let round = 0; round < rounds; round += 1) {
      for (const name of names) results.get(name)?.push(runContestant(name, port))
    }
    printRunning(results)
  } finally {
    upstream.kill()
  }
}

function runContestant(name: Name, port: string): Figures {
  const env = { ...process.env, BENCH_PORT: port, BENCH_SCALE: scale }
  const output = execFileSync(process.execPath, [`${folder}contestants/${name}.ts`], {
    env,
    encoding: 'utf8',
  })
  return JSON.parse(output) as Figures
}

/** Ratios are taken within a round, then the median over the rounds: the machine's mood cancels out. */
function printRunning(results: ReadonlyMap<Name, readonly Figures[]>) {
  const base = results.get('aws-sdk') ?? []
  console.log(
    `\nCPU µs in the client's process, medians of ${rounds} interleaved rounds; × = against the AWS SDK in the same round\n`,
  )
  console.log('| path | plain call | × | streamed event | × |\n|---|---|---|---|---|')
  for (const [name, figures] of results) {
    const ratio = (key: keyof Figures) =>
      median(figures.map((f, round) => f[key] / (base[round]?.[key] ?? Number.NaN)))
    const row = [
      CONTESTANTS[name],
      median(figures.map((f) => f.call)).toFixed(0),
      ratio('call').toFixed(2),
      median(figures.map((f) => f.event)).toFixed(1),
      ratio('event').toFixed(2),
    ]
    console.log(`| ${row.join(' | ')} |`)
  }
}

async function coldStart() {
  const names = Object.keys(STARTS) as (keyof typeof STARTS)[]
  const times = new Map(names.map((name) => [name, [] as number[]]))
  for (let round = 0; round < (short ? 3 : 15); round += 1) {
    for (const name of names) {
      const output = execFileSync(process.execPath, ['--input-type=module', '-e', coldStartScript(name)], {
        encoding: 'utf8',
        cwd: folder,
      })
      times.get(name)?.push(Number(output))
    }
  }
  const empty = median(times.get('empty') ?? [])
  const cost = (name: keyof typeof STARTS) =>
    median(times.get(name) ?? []) - (name.includes('register') ? 0 : empty)
  const sdk = cost('import the AWS SDK Bedrock client')
  console.log(
    '\nCold start, CPU ms over an empty process; × = against importing the AWS SDK Bedrock client\n',
  )
  console.log('| start | ms | × |\n|---|---|---|')
  for (const name of names) {
    if (name !== 'empty')
      console.log(`| ${name} | ${cost(name).toFixed(1)} | ${(cost(name) / sdk).toFixed(2)} |`)
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2
}
