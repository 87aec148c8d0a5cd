/**
 * Headers of a caller's request that Bedrock's APIs of OpenAI's and Anthropic's shape read: guardrails, service tiers, request
 * metadata, projects, beta flags. Nothing else of a request's headers goes along.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-chat-completions.html
 */
const FORWARDED = /^(?:x-amzn-bedrock-[a-z-]+|openai-project|anthropic-(?:version|beta|workspace))$/

/** Those of the caller's headers that go along, their names in lower case, `without` some. */
export function forwardedHeaders(headers: Headers, without: readonly string[] = []): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => FORWARDED.test(name) && !without.includes(name)))
}
