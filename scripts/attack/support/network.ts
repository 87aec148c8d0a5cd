import { AsyncLocalStorage } from 'node:async_hooks'
import dns, { type LookupAddress } from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

/** One connection that something in this process began to make. */
export interface Connection {
  readonly host: string
  /** The address it would go to. */
  readonly address: string
  readonly port: number
  /** Whose call it was, by `watched`. */
  readonly by: string | undefined
}

interface SocketOptions {
  host?: string
  port?: number | string
  path?: string | null
  lookup?: typeof dns.lookup
  autoSelectFamily?: boolean
}

/** Addresses that stand for the public internet: they lead to 127.0.0.1. Of the documentation's kind would be refused. */
export const PUBLIC_ADDRESS = '93.184.216.34'

const connections: Connection[] = []
const names = new Map<string, () => readonly string[]>()
const callers = new AsyncLocalStorage<string>()

/** Everything that was connected to, in order. */
export const attemptedConnections: readonly Connection[] = connections

/** Runs `work` so that its connections are known as those of `name`. */
export const watched = <Value>(name: string, work: () => Value): Value => callers.run(name, work)

/** Says what a name leads to from now on: addresses, asked anew at every look-up. Unknown names lead nowhere. */
export function resolveName(name: string, addresses: () => readonly string[]): void {
  names.set(name.toLowerCase(), addresses)
}

/**
 * Holds this process to loopback: no name service is asked, connections to any other address are noted and refused.
 * To be called before anything that connects is loaded.
 */
export function holdToLoopback(): void {
  Object.assign(dns, { lookup: fakeLookup })
  Object.assign(dns.promises, { lookup: lookupForPromises })
  syncBuiltinESMExports()
  // oxlint-disable-next-line typescript/unbound-method -- called with each socket as its receiver
  const { connect } = net.Socket.prototype
  net.Socket.prototype.connect = function (this: net.Socket, ...given: unknown[]) {
    const [first] = given
    const options = (Array.isArray(first) ? first[0] : first) as SocketOptions
    if (typeof options !== 'object' || typeof options.path === 'string')
      return Reflect.apply(connect, this, given)
    const host = options.host ?? 'localhost'
    const port = Number(options.port)
    if (net.isIP(host) === 0) options.lookup = judgingLookup(options.lookup ?? dns.lookup, port)
    else {
      const target = judge(host, host, port)
      if (target === undefined) return refuse(this, host)
      options.host = target
    }
    return Reflect.apply(connect, this, given)
  } as typeof connect
}

/** Where a connection goes really; `undefined` for nowhere. */
function judge(host: string, address: string, port: number): string | undefined {
  connections.push({ host, address, port, by: callers.getStore() })
  if (address === PUBLIC_ADDRESS) return '127.0.0.1'
  return address.startsWith('127.') ? address : undefined
}

function refuse(socket: net.Socket, host: string): net.Socket {
  const error = Object.assign(new Error(`connect ECONNREFUSED ${host}`), { code: 'ECONNREFUSED' })
  process.nextTick(() => socket.destroy(error))
  return socket
}

type LookupCallback = (error: Error | null, found?: string | LookupAddress[], family?: number) => void

/** A look-up whose results are noted, and led to loopback. */
function judgingLookup(lookup: typeof dns.lookup, port: number): typeof dns.lookup {
  return ((host: string, options: dns.LookupOptions, callback: LookupCallback) => {
    lookup(
      host,
      options as dns.LookupAllOptions,
      ((error: Error | null, found: string | LookupAddress[]) => {
        if (error !== null) return callback(error)
        const addresses = typeof found === 'string' ? [found] : found.map(({ address }) => address)
        const targets = addresses
          .map((address) => judge(host, address, port))
          .filter((one) => one !== undefined)
        const [first] = targets
        if (first === undefined) {
          return callback(Object.assign(new Error(`connect ECONNREFUSED ${host}`), { code: 'ECONNREFUSED' }))
        }
        if (options.all === true)
          callback(
            null,
            targets.map((address) => ({ address, family: 4 })),
          )
        else callback(null, first, 4)
      }) as never,
    )
  }) as typeof dns.lookup
}

function fakeLookup(
  host: string,
  options: dns.LookupOptions | LookupCallback,
  callback: LookupCallback = options as LookupCallback,
): void {
  const found = addressesOf(host).map((address) => ({ address, family: net.isIP(address) }))
  const [first] = found
  process.nextTick(() => {
    if (first === undefined) {
      callback(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' }))
    } else if (typeof options === 'object' && options.all === true) callback(null, found)
    else callback(null, first.address, first.family)
  })
}

/** The look-up for promises; its one result is an object. */
const lookupForPromises = (async (host: string, options: dns.LookupOptions) => {
  const found = addressesOf(host).map((address) => ({ address, family: net.isIP(address) }))
  if (found.length === 0)
    throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' })
  return options.all === true ? found : found[0]
}) as typeof dns.promises.lookup

function addressesOf(host: string): readonly string[] {
  if (net.isIP(host) !== 0) return [host]
  if (host.toLowerCase() === 'localhost') return ['127.0.0.1']
  return names.get(host.toLowerCase())?.() ?? []
}
