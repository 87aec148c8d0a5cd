import { setTimeout as wait } from 'node:timers/promises'
import type { Fault, Mode } from './faults.ts'
import type { Policy } from './policies.ts'
import type { FaultServer, Run } from './server.ts'
import type { Setup } from './setups.ts'

/** One run, and what its caller saw. */
export interface Cell {
  readonly setup: Setup
  readonly fault: Fault
  readonly mode: Mode
  readonly policy: Policy
  /** `the first`, `the second`, an error with its status or code, or `waits`. */
  readonly outcome: string
  /** How often the first and the second server were tried. */
  readonly tries: readonly [first: number, second: number]
}

/** Milliseconds. Nothing but a policy's limit ends a stall: this is only long enough to see that nothing else is done. */
const QUIET = 25

/** Makes one call. */
export async function runCell(
  server: FaultServer,
  { setup, fault, mode, policy }: Pick<Cell, 'setup' | 'fault' | 'mode' | 'policy'>,
): Promise<Cell> {
  const run = server.begin(fault.behaviour)
  const route = policy.route(setup.routeAt(run.first), setup.routeAt(run.second), fault, run)
  const aborting = new AbortController()
  const seen = { loop: false, content: false }
  const call = setup.call({
    mode,
    route,
    signal: aborting.signal,
    onLoop: () => void (seen.loop = true),
    onContent() {
      seen.content = true
      run.contentRead.open()
    },
  })
  const settled = call.then(
    (value) => ({ outcome: answered(value), error: undefined }),
    (error: unknown) => ({ outcome: raised(error) + placeOf(seen), error }),
  )
  const { outcome, error } = await (policy.name === 'timeout'
    ? settled
    : Promise.race([settled, waiting(run, seen)]))
  aborting.abort()
  await settled
  return { setup, fault, mode, policy, outcome, tries: triesOf(run, fault, error) }
}

async function waiting(run: Run, seen: { readonly content: boolean }) {
  await run.stalled.opened
  await wait(QUIET)
  return { outcome: seen.content ? 'waits, after content' : 'waits', error: undefined }
}

function answered(value: unknown): string {
  const text = JSON.stringify(value) ?? ''
  if (text.includes('From the second.')) return 'the second'
  if (text.includes('From the first.')) return 'the first'
  return Array.isArray(value) && value.length === 0 ? 'an empty stream' : 'an answer without content'
}

/** The error's class, its status, or the code of the connection's own error. */
function raised(error: unknown): string {
  if (!(error instanceof Error)) return 'no error of a class'
  const { status, $metadata, code, cause } = error as Error & {
    readonly status?: unknown
    readonly code?: unknown
    readonly $metadata?: { readonly httpStatusCode?: unknown }
  }
  const name = $metadata === undefined ? error.constructor.name : error.name
  const number = status ?? $metadata?.httpStatusCode
  if (typeof number === 'number') return `${name} ${number}`
  if (name === 'APIConnectionError' || cause !== undefined) return name
  return typeof code === 'string' && /^E[A-Z]+$/.test(code) ? `${name} (${code})` : name
}

function placeOf({ loop, content }: { readonly loop: boolean; readonly content: boolean }): string {
  if (content) return ', after content'
  return loop ? ', in the loop' : ''
}

/** The requests that arrived. Where connections are refused, none does: then the error tells. */
function triesOf({ counts }: Run, { behaviour }: Fault, error: unknown): Cell['tries'] {
  if (behaviour.kind !== 'refuse') return [counts.first, counts.second]
  return [Math.max(1, toldAttempts(error)), counts.second]
}

function toldAttempts(error: unknown): number {
  for (let link = error; link instanceof Error; link = link.cause)
    if ('attempts' in link && Array.isArray(link.attempts)) return link.attempts.length
  return 0
}
