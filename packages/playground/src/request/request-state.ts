import { REQUEST_APIS, type RequestApi } from './apis.ts'
import { DEFAULT_CHOICES, readChoices, type RouteChoices } from './route-choices.ts'

/** What the tab shows: all of it is in a permalink. */
export interface RequestState {
  readonly api: RequestApi
  /** The request as it is written. */
  readonly text: string
  /** Of Converse: the command streams. Elsewhere the request says it itself. */
  readonly stream: boolean
  readonly choices: RouteChoices
}

/** The longest request that a link may bring, in UTF-16 units. */
const MAX_TEXT = 500_000

/** A state that was read, and what of it could not be used. */
export interface ReadRequestState {
  readonly state: RequestState
  readonly problem: string | undefined
}

/**
 * Reads a state that anybody may have written.
 *
 * @param beginning what stands for that which is missing or cannot be used
 */
export function readRequestState(given: unknown, beginning: RequestState): ReadRequestState {
  if (given === undefined) return { state: beginning, problem: undefined }
  if (typeof given !== 'object' || given === null)
    return { state: beginning, problem: 'it holds no request.' }
  const { api, text, stream, options } = given as Record<string, unknown>
  const known = REQUEST_APIS.find(({ id }) => id === api)?.id
  if (known === undefined)
    return { state: beginning, problem: 'it names an API that this page does not know.' }
  if (typeof text !== 'string' || text.length > MAX_TEXT)
    return { state: beginning, problem: 'its request is missing or too long.' }
  const { choices, refused } = readChoices(options)
  const problem = refused.length === 0 ? undefined : `unknown options or values: ${refused.join(', ')}.`
  return { state: { api: known, text, stream: stream === true, choices }, problem }
}

/** The state as a permalink holds it: without what is the default. */
export function writeRequestState({ api, text, stream, choices }: RequestState): unknown {
  const isDefault = JSON.stringify(choices) === JSON.stringify(DEFAULT_CHOICES)
  return { api, text, ...(stream && { stream }), ...(!isDefault && { options: choices }) }
}
