import { isLoopback, readEnvironment } from '@patchbay/core'

import type { CommandOptions, Values } from '../command.ts'
import { readNumber, readPort } from '../read-number.ts'
import { UsageError } from '../usage-error.ts'
import type { AccessRules } from './access.ts'
import { MEGABYTE } from './read-body.ts'

/** The options of `patchbay serve`. */
export const SERVE_OPTIONS = {
  port: { type: 'string', value: 'number', description: 'the port, 0 for any that is free (default: 7878)' },
  host: {
    type: 'string',
    value: 'address',
    description: 'the address to listen at; beyond loopback --api-key is demanded (default: 127.0.0.1)',
  },
  'api-key': {
    type: 'string',
    value: 'key',
    description: 'the key that callers must have (default: PATCHBAY_SERVE_API_KEY, else none is wanted)',
  },
  'allow-host': {
    type: 'string',
    value: 'name',
    multiple: true,
    description: 'a name in Host headers that is taken on loopback, beside localhost',
  },
  cors: {
    type: 'string',
    value: 'origin',
    multiple: true,
    description: 'an origin whose pages may call, * for all (default: none)',
  },
  'max-body': { type: 'string', value: 'MB', description: 'the largest request (default: 32)' },
  grace: {
    type: 'string',
    value: 'seconds',
    description: 'how long streams may take to finish after a signal to stop (default: 30)',
  },
  quiet: { type: 'boolean', description: 'print no line for each request' },
} as const satisfies CommandOptions

/** What the options say. */
export interface ServeSettings {
  readonly host: string
  readonly port: number
  readonly access: AccessRules
  /** Bytes. */
  readonly maxBody: number
  /** Milliseconds. */
  readonly grace: number
  readonly isQuiet: boolean
}

const DEFAULT_PORT = 7878
/** What Anthropic's own API takes; Bedrock refuses some of that itself, in its own words. */
const DEFAULT_MAX_BODY = 32
const DEFAULT_GRACE = 30

/** @throws UsageError */
export function readServeOptions(values: Values<typeof SERVE_OPTIONS>): ServeSettings {
  const host = (values.host ?? '127.0.0.1').replace(/^\[(.*)\]$/, '$1')
  const isLocal = isLoopback(host.includes(':') ? `[${host}]` : host)
  const apiKey = readKey(values['api-key'])
  if (!isLocal && apiKey === undefined)
    throw new UsageError(
      `${host} can be reached from other machines: set the key that callers must have, by PATCHBAY_SERVE_API_KEY or --api-key`,
    )
  return {
    host,
    port: readPort(values.port, DEFAULT_PORT),
    access: {
      apiKey,
      allowedHosts: isLocal ? (values['allow-host'] ?? []).map((name) => name.toLowerCase()) : undefined,
      origins: (values.cors ?? []).map(readOrigin),
    },
    maxBody: Math.floor(readNumber('max-body', values['max-body'], DEFAULT_MAX_BODY) * MEGABYTE),
    grace: readNumber('grace', values.grace, DEFAULT_GRACE) * 1000,
    isQuiet: values.quiet === true,
  }
}

/** An empty key is a variable that was forgotten, not the wish for none. */
function readKey(given: string | undefined): string | undefined {
  if (given?.trim() === '') throw new UsageError('--api-key is empty')
  return given?.trim() ?? readEnvironment('PATCHBAY_SERVE_API_KEY')
}

function readOrigin(given: string): string {
  if (given === '*') return given
  const origin = URL.parse(given)?.origin
  // Pages of applications that are no web sites have schemes of their own, which have no origin in the sense of `URL`.
  if (origin === undefined)
    throw new UsageError(`--cors takes an origin such as https://app.example.com, or *`)
  return origin === 'null' ? given : origin
}
