import { counting } from './counting.ts'
import type { Prompt } from './prompt.ts'

/** Topics that a short friendly answer exists for. */
const TOPICS: readonly (readonly [RegExp, string])[] = [
  [/^\s*(hi|hello|hey|good (morning|evening))\b/i, 'Hello! How can I help you today?'],
  [/\bcapital of france\b/i, 'The capital of France is Paris.'],
  [
    /\bpatch ?bay\b/i,
    'A patch bay is a panel of sockets: with short cables, any source can be routed to any destination.',
  ],
  [/\bhaiku\b/i, 'Frames cross the loopback,\neach checksum finds its own bytes:\nthe answer is whole.'],
  [/\b(joke|funny)\b/i, 'A token walks into a bar. The bartender says: "Sorry, we are at our limit."'],
  [
    /\b(who|what) are you\b/i,
    'I am a stand-in model: a small deterministic server that answers like Amazon Bedrock.',
  ],
]

/** A short answer that fits what was asked, the same each time. */
export function plainAnswer(prompt: Prompt): string {
  if (prompt.toolResults.length > 0)
    return `Here is what I found: ${prompt.toolResults.map(inWords).join('; ')}.`
  if (prompt.attachments.length > 0) return `You sent ${prompt.attachments.join(' and ')}.`
  const exact = requestedText(prompt.text)
  if (exact !== undefined) return exact
  const topic = TOPICS.find(([pattern]) => pattern.test(prompt.text))
  return (
    arithmetic(prompt.text) ??
    counting(prompt.text) ??
    topic?.[1] ??
    `You said: "${shortened(prompt.text)}". Here is a short answer to that.`
  )
}

/** What the prompt ends with after `say`, `reply with` and the like: the text between the last two quotes, or all of it. */
function requestedText(prompt: string): string | undefined {
  const said = prompt.trimEnd().replace(/["”]?[.!]?$/, '')
  const lastQuote = Math.max(said.lastIndexOf('"'), said.lastIndexOf('”'))
  const requests = said.matchAll(
    /\b(?:say|repeat|reply with|answer with)\b(?: exactly| just| only)?:? ["“]?/gi,
  )
  for (const { index, 0: request } of requests) {
    const start = index + request.length
    if (start > lastQuote && start < said.length) return said.slice(start)
  }
  return undefined
}

/** A flat JSON object reads as `degrees: 21, sky: clear`; anything else is quoted as it stands. */
function inWords(result: string): string {
  const value = parsed(result)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return result
  const entries = Object.entries(value)
  const isFlat = entries.length > 0 && entries.every(([, item]) => typeof item !== 'object')
  return isFlat ? entries.map(([key, item]) => `${key}: ${String(item)}`).join(', ') : result
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The reasoning before the answer. */
export function reasoningFor(prompt: Prompt): string {
  if (prompt.toolResults.length > 0) return 'The tools have answered. I will put their results into words.'
  return `The user says "${shortened(prompt.text)}". I will answer that briefly.`
}

/** `12 + 30`, `7 times 6`: one operation on two numbers. */
function arithmetic(text: string): string | undefined {
  const match =
    /(?<!\d)(-?\d+(?:\.\d+)?)\s*(\+|-|\*|×|x|\/|plus|minus|times|divided by)\s*(-?\d+(?:\.\d+)?)/i.exec(text)
  if (!match) return undefined
  const [left, right] = [Number(match[1]), Number(match[3])]
  const results: Record<string, number> = {
    '+': left + right,
    plus: left + right,
    '-': left - right,
    minus: left - right,
    '*': left * right,
    '×': left * right,
    x: left * right,
    times: left * right,
    '/': left / right,
    'divided by': left / right,
  }
  const result = results[(match[2] ?? '').toLowerCase()]
  return result === undefined || !Number.isFinite(result)
    ? undefined
    : `${match[0]} is ${Number(result.toPrecision(12))}.`
}

const shortened = (text: string): string => {
  const line = text.trim().replaceAll(/\s+/g, ' ')
  return line.length > 120 ? `${line.slice(0, 117)}...` : line
}
