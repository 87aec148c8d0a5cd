import type { CommandOptions, Values } from '../command.ts'
import { readPort } from '../read-number.ts'
import { UsageError } from '../usage-error.ts'

/** The options of `patchbay playground`. */
export const PLAYGROUND_OPTIONS = {
  port: { type: 'string', value: 'number', description: 'the port, 0 for any that is free (default: 7879)' },
  open: {
    type: 'boolean',
    description: 'open the page in the browser of this machine (default: where a person watches)',
  },
  'no-open': { type: 'boolean', description: 'print the address alone' },
} as const satisfies CommandOptions

/** What the options say. */
export interface PlaygroundSettings {
  readonly port: number
  /** `undefined` where nothing was said. */
  readonly open: boolean | undefined
}

/** The one after that of `serve`: links to the page stay good as long as the port does. */
const DEFAULT_PORT = 7879

/** @throws UsageError */
export function readPlaygroundOptions(values: Values<typeof PLAYGROUND_OPTIONS>): PlaygroundSettings {
  const { open, 'no-open': noOpen } = values
  if (open === true && noOpen === true) throw new UsageError('--open and --no-open exclude one another')
  return {
    port: readPort(values.port, DEFAULT_PORT),
    open: noOpen === true ? false : open,
  }
}
