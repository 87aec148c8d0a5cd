const BEDROCK_HOST = String.raw`(?:[\w-]+\.)*bedrock(?:-runtime)?(?:-fips)?\.[a-z0-9-]+\.(?:vpce\.)?(?:amazonaws\.com(?:\.cn)?|api\.aws)`
const MANTLE_HOST = String.raw`(?:[\w-]+\.)*bedrock-mantle\.[a-z0-9-]+\.(?:vpce\.)?(?:api\.aws|api\.amazonwebservices\.com\.cn|amazonaws\.com)`
const ENDPOINT = [
  '(?:chat/)?completions',
  'embeddings',
  'responses',
  'models(?:/.+)?',
  'query/[^/]+',
  'messages(?:/count_tokens)?',
  'model/[^/]+/(?:converse|converse-stream|invoke|invoke-with-response-stream|count-tokens)',
].join('|')

/** Every URL of Bedrock's runtime and control plane: all regions and partitions, FIPS and VPC endpoints included. */
export const BEDROCK_URLS = new RegExp(`^https://${BEDROCK_HOST}(?::\\d+)?/.*$`)

/** Every URL of the host `bedrock-mantle`. */
export const MANTLE_URLS = new RegExp(`^https://${MANTLE_HOST}(?::\\d+)?/.*$`)

/** The endpoints of OpenAI's, Anthropic's and Bedrock's APIs, on any host but Bedrock's own. */
export const GATEWAY_URLS = new RegExp(
  `^https?://(?!${BEDROCK_HOST}[:/]|${MANTLE_HOST}[:/])[^/]+/(?:.*/)?(?:${ENDPOINT})$`,
)

/** Every URL at or below a base. */
export function urlsBelow(base: string): RegExp {
  return new RegExp(`^${escaped(new URL(base).href.replace(/(?<!\/)\/+$/, ''))}(?:/.*)?$`)
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
