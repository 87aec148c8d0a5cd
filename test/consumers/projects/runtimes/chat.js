import { bedrock, gateway } from '@patchbay/sdk'

/** The route that the settings name: a gateway, or Bedrock with an API key or with a key pair. */
export function routeFrom(settings) {
  if (settings.GATEWAY_URL)
    return gateway({ baseURL: settings.GATEWAY_URL, apiKey: settings.GATEWAY_API_KEY })
  const endpoint = settings.BEDROCK_ENDPOINT
  if (settings.BEDROCK_API_KEY)
    return bedrock({ region: 'us-east-1', apiKey: settings.BEDROCK_API_KEY, endpoint })
  const credentials = {
    accessKeyId: settings.AWS_ACCESS_KEY_ID,
    secretAccessKey: settings.AWS_SECRET_ACCESS_KEY,
    sessionToken: settings.AWS_SESSION_TOKEN,
  }
  return bedrock({ region: 'us-east-1', credentials, endpoint })
}

/** One question, asked twice: the plain answer, then the streamed one, a line each. */
export async function ask(client, question) {
  const request = {
    model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    messages: [{ role: 'user', content: question }],
  }
  const completion = await client.chat.completions.create(request)
  let streamed = ''
  for await (const chunk of await client.chat.completions.create({ ...request, stream: true }))
    streamed += chunk.choices[0]?.delta.content ?? ''
  return `${completion.choices[0].message.content}\n${streamed}`
}
