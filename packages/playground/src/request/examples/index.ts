import { formatJson } from '../../json/format-json.ts'
import type { RequestApi } from '../apis.ts'
import type { RequestState } from '../request-state.ts'
import { DEFAULT_CHOICES } from '../route-choices.ts'
import { CHAT_EXAMPLES } from './chat-completions.ts'
import { CONVERSE_EXAMPLES } from './converse.ts'
import type { Example } from './example.ts'
import { MESSAGES_EXAMPLES } from './messages.ts'
import { RESPONSES_EXAMPLES } from './responses.ts'

/** All examples, by their APIs; the first of each API is what the page begins with. */
export const EXAMPLES: Readonly<Record<RequestApi, readonly Example[]>> = {
  'chat-completions': CHAT_EXAMPLES,
  responses: RESPONSES_EXAMPLES,
  messages: MESSAGES_EXAMPLES,
  converse: CONVERSE_EXAMPLES,
}

/** The state that shows an example. */
export function stateOf({ api, request, choices }: Example): RequestState {
  return {
    api,
    text: formatJson(request),
    stream: false,
    choices: { ...DEFAULT_CHOICES, ...choices },
  }
}

/** The first example of an API. */
export function firstExample(api: RequestApi): Example {
  const [first] = EXAMPLES[api]
  if (first === undefined) throw new TypeError(`There is no example of ${api}.`)
  return first
}
