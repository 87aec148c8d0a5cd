import { test } from 'vitest'

import {
  altrum,
  bedrock,
  bedrockAccessGateway,
  configure,
  createFetch,
  fallback,
  gateway,
  javelin,
  loadBalance,
  openai,
  portkey,
  retry,
  timeout,
} from './index.ts'

const text = undefined as string | undefined
const flag = undefined as boolean | undefined
const amount = undefined as number | undefined

test('an option that may be undefined can be given, as a variable of the environment is', () => {
  bedrock({
    region: text,
    endpoint: text,
    apiKey: text,
    profile: text,
    model: text,
    strict: flag,
    assumeRole: { roleArn: 'arn', sessionName: text, durationSeconds: amount },
    images: { fetch: flag, maxBytes: amount },
    reasoningRatios: { low: amount },
    maxTokens: amount,
    models: { a: { id: text } },
    onWarning: undefined,
  })
  openai({ baseURL: text, apiKey: text, model: text, allowInsecure: flag })
  gateway({ baseURL: 'https://gateway.example/v1', apiKey: text, model: text, allowInsecure: flag })
  javelin({ baseURL: text, apiKey: text, route: text, virtualKey: text })
  portkey({ baseURL: text, apiKey: text, config: text, traceId: text })
  altrum({ baseURL: text, apiKey: text, awsRegion: text })
  bedrockAccessGateway({ baseURL: text, apiKey: text })
  configure({ requireGateway: flag, gateway: text, routes: undefined, onWarning: undefined })
  const route = gateway({ baseURL: 'https://gateway.example/v1' })
  fallback([route], { on: undefined })
  loadBalance([{ route, weight: amount }], { strategy: undefined })
  retry(route, { attempts: 2, on: undefined, backoff: { base: amount } })
  timeout(route, { total: amount })
  createFetch(text)
})
