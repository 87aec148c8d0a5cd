import { lookup } from 'node:dns/promises'

/** What checks ask the machine. */
export interface Machine {
  /** Of Node, without `v`. */
  readonly nodeVersion: string
  /** The folder of the project that is looked at. */
  readonly folder: string
  /** The addresses of a host. Rejects with a `code` such as `ENOTFOUND`. */
  readonly resolveHost: (hostname: string) => Promise<readonly string[]>
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** The machine that this process runs on. */
export function thisMachine(): Machine {
  return {
    nodeVersion: process.versions.node,
    folder: process.cwd(),
    resolveHost: async (hostname) => (await lookup(hostname, { all: true })).map(({ address }) => address),
    now: Date.now,
  }
}
