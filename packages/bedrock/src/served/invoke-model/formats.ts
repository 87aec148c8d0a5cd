import type { BodyFormat, Json } from './body-format.ts'
import { claudeMessages } from './claude-messages.ts'
import { claudePrompt } from './claude-prompt.ts'
import { nova } from './nova.ts'
import { promptFormats } from './prompt-families.ts'

/** First match wins. A body says what it is where an ARN does not. */
const FORMATS: readonly BodyFormat[] = [claudePrompt, claudeMessages, nova, ...promptFormats]

/** The format of a body, or `undefined` for families that are not served. */
export function formatOf(model: string, body: Json): BodyFormat | undefined {
  return FORMATS.find((format) => format.matches(model, body))
}
