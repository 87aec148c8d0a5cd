/**
 * Headers by which InvokeModel and Bedrock's APIs of OpenAI's and Anthropic's shape are asked for what Converse has members for.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-chat-completions.html
 */
export const SERVICE_HEADERS = {
  guardrail: 'x-amzn-bedrock-guardrailidentifier',
  guardrailVersion: 'x-amzn-bedrock-guardrailversion',
  trace: 'x-amzn-bedrock-trace',
  tier: 'x-amzn-bedrock-service-tier',
  latency: 'x-amzn-bedrock-performanceconfig-latency',
  metadata: 'x-amzn-bedrock-request-metadata',
} as const

/** Which of these a request has, by its own headers or those of the route's options. */
export function readServiceHeaders(
  headers: Headers,
  given: Readonly<Record<string, string>> | undefined,
): ReadonlySet<string> {
  const names = given === undefined ? [] : Object.keys(given).map((name) => name.toLowerCase())
  const found = NAMES.filter((name) => headers.has(name) || names.includes(name))
  return found.length === 0 ? NONE : new Set(found)
}

const NAMES = Object.values(SERVICE_HEADERS)
const NONE: ReadonlySet<string> = new Set()
