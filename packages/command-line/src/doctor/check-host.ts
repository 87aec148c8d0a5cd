import { connect } from 'node:net'
import { connect as connectSecurely } from 'node:tls'

import { type CheckResult, failed, ok } from './check.ts'
import { adviceOnConnection, adviceOnProxy } from './connection-advice.ts'
import { environmentProxy } from './environment-proxy.ts'
import type { Machine } from './machine.ts'

/** What an answer of the host told. */
export interface HostAnswer {
  /** Of the host minus this machine, in milliseconds; `undefined` where it does not say the time. */
  readonly skew: number | undefined
}

interface Reached {
  readonly result: CheckResult
  readonly answer?: HostAnswer
}

/** Whether a server can be reached: its name, a connection, TLS, an answer of HTTP. Each failure is named by its step. */
export async function checkHost(href: string, machine: Machine, timeout: number): Promise<Reached> {
  const url = new URL(href)
  const proxy = environmentProxy(url)
  const steps: string[] = []
  let step = 'DNS'
  try {
    // By a proxy nothing of the first steps happens on this machine.
    if (proxy !== undefined) steps.push(`by the proxy ${proxy.origin}`)
    else {
      const [address = ''] = await machine.resolveHost(hostnameOf(url))
      steps.push(`DNS ${address}`)
      step = 'TCP'
      await openSocket(url, false, timeout)
      steps.push('TCP')
      step = 'TLS'
      if (url.protocol === 'https:') await openSocket(url, true, timeout)
      if (url.protocol === 'https:') steps.push('TLS')
    }
    step = 'HTTP'
    const { status, skew } = await ask(url, machine, timeout)
    return { result: ok(`${url.origin} (${[...steps, `HTTP ${status}`].join(', ')})`), answer: { skew } }
  } catch (error) {
    const code = codeOf(error)
    const by = proxy === undefined ? '' : ` by the proxy ${proxy.origin}`
    const message = `${url.origin} cannot be reached${by}: ${step} fails${code === undefined ? '' : ` (${code})`}`
    const advice = proxy === undefined ? adviceOnConnection(step, code, url) : adviceOnProxy(code, url)
    return { result: failed(message, advice) }
  }
}

function openSocket(url: URL, secure: boolean, timeout: number): Promise<void> {
  const host = hostnameOf(url)
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
  return new Promise((resolve, reject) => {
    const socket = secure
      ? connectSecurely({ host, port, ...(isName(host) && { servername: host }) })
      : connect({ host, port })
    const finish = (error?: Error): void => {
      socket.destroy()
      if (error === undefined) resolve()
      else reject(error)
    }
    socket.setTimeout(timeout, () => finish(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })))
    socket.once(secure ? 'secureConnect' : 'connect', () => finish())
    socket.once('error', finish)
  })
}

/** Any answer will do: no server has to serve its root. */
async function ask(
  url: URL,
  machine: Machine,
  timeout: number,
): Promise<{ readonly status: number; readonly skew: number | undefined }> {
  const began = machine.now()
  const response = await fetch(url.origin, { redirect: 'manual', signal: AbortSignal.timeout(timeout) })
  const middle = (began + machine.now()) / 2
  await response.body?.cancel()
  const time = Date.parse(response.headers.get('date') ?? '')
  return { status: response.status, skew: Number.isNaN(time) ? undefined : time - middle }
}

/** Without the brackets of an IPv6 address. */
function hostnameOf({ hostname }: URL): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
}

function isName(host: string): boolean {
  return !host.includes(':') && !/^[\d.]+$/.test(host)
}

function codeOf(error: unknown): string | undefined {
  for (let link = error; link instanceof Error; link = link.cause) {
    if (link.name === 'TimeoutError') return 'ETIMEDOUT'
    if ('code' in link && typeof link.code === 'string') return link.code
  }
  return undefined
}
