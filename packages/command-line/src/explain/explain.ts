import { readFile } from 'node:fs/promises'

import type { Values } from '../command.ts'
import type { RunCommand } from '../command.ts'
import { EXIT_CODE } from '../exit-code.ts'
import type { Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'
import type { EXPLAIN_OPTIONS } from './options.ts'
import { printExplained } from './print-explained.ts'

/** `patchbay explain [file]`: what would be sent for a request. */
export const runExplain: RunCommand<typeof EXPLAIN_OPTIONS> = async ({ values, positionals, terminal }) => {
  const { endpoint, header = [] } = values
  const request = await readRequest(positionals[0], values, terminal)
  const { explain } = await import('@patchbay/sdk')
  const headers = Object.fromEntries(header.map(readHeader))
  const explained = await explain(values.route, request, { endpoint, headers })
  if (values.json === true) terminal.print(JSON.stringify(explained))
  else printExplained(explained, terminal)
  return EXIT_CODE.ok
}

/** Without a file a small chat is explained, if there is a model to ask for it; a GET has no body. */
async function readRequest(
  file: string | undefined,
  { model, prompt, endpoint }: Values<typeof EXPLAIN_OPTIONS>,
  terminal: Terminal,
): Promise<unknown> {
  if (file !== undefined) {
    const request = parse(file, await read(file, terminal))
    return model === undefined ? request : { ...(request as object), ...modelFor(endpoint, model) }
  }
  if (endpoint?.startsWith('/models') === true) return undefined
  if (prompt === undefined && model === undefined)
    throw new UsageError(
      'patchbay explain needs a file with a request, - for standard input, or --model and --prompt',
    )
  return { ...(model !== undefined && modelFor(endpoint, model)), ...promptFor(endpoint, prompt ?? 'Hello') }
}

/** Commands of Bedrock clients call it so. */
function modelFor(endpoint: string | undefined, model: string): object {
  return isCommand(endpoint) ? { modelId: model } : { model }
}

function promptFor(endpoint: string | undefined, text: string): object {
  if (isCommand(endpoint)) return { messages: [{ role: 'user', content: [{ text }] }] }
  const last = endpoint?.split('/').at(-1)
  if (last === 'responses' || last === 'embeddings' || last === 'moderations') return { input: text }
  if (last === 'generations' || (last === 'completions' && endpoint?.endsWith('chat/completions') === false))
    return { prompt: text }
  const limit = last === 'messages' ? { max_tokens: 1024 } : {}
  return { ...limit, messages: [{ role: 'user', content: text }] }
}

function isCommand(endpoint: string | undefined): boolean {
  return /(?:^|\/)(?:converse|converse-stream)$/.test(endpoint ?? '')
}

async function read(file: string, terminal: Terminal): Promise<string> {
  if (file === '-') return terminal.readInput()
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(`${file} cannot be read${code === undefined ? '' : ` (${code})`}`)
  }
}

function parse(file: string, text: string): unknown {
  const name = file === '-' ? 'standard input' : file
  let value: unknown
  try {
    // Some editors and shells put a byte order mark in front.
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw new UsageError(
      `${name} holds no JSON: it must be the body of a request, e.g. {"model":"...","messages":[]}`,
    )
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new UsageError(`${name} must hold a JSON object, the body of a request`)
}

function readHeader(text: string): readonly [string, string] {
  const colon = text.indexOf(':')
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(text.slice(0, Math.max(colon, 0)).trim()))
    throw new UsageError(`--header takes "name: value", not ${JSON.stringify(text)}`)
  return [text.slice(0, colon).trim().toLowerCase(), text.slice(colon + 1).trim()]
}
