import { expect, it } from 'vitest'
import { splitEndpoint } from './endpoint.ts'

const OPENAI = 'https://api.openai.com/v1'
const AZURE = 'https://r.openai.azure.com/openai'

it.each([
  [OPENAI, `${OPENAI}/chat/completions`, '/chat/completions', undefined],
  [`${OPENAI}/`, `${OPENAI}/models/gpt-4o`, '/models/gpt-4o', undefined],
  [OPENAI, 'https://eu.api.openai.com/v1/chat/completions', '/chat/completions', undefined],
  [OPENAI, 'https://api.groq.com/openai/v1/chat/completions', '/chat/completions', undefined],
  [OPENAI, 'https://gw.example/tenant/v1/embeddings', '/embeddings', undefined],
  [OPENAI, 'https://api.anthropic.com/v1/messages', '/messages', undefined],
  [
    OPENAI,
    'https://generativelanguage.example/v1beta/openai/chat/completions',
    '/openai/chat/completions',
    undefined,
  ],
  [OPENAI, 'https://other.example/chat/completions', '/chat/completions', undefined],
  [OPENAI, `${AZURE}/deployments/v1/chat/completions?api-version=1`, '/chat/completions', 'v1'],
  [OPENAI, `${AZURE}/responses`, '/responses', undefined],
  ['http://localhost:8080', 'http://localhost:8080/chat/completions', '/chat/completions', undefined],
  ['https://gw/a/b/v3', 'https://gw/a/b/v3/files', '/files', undefined],
  [AZURE, `${AZURE}/deployments/my%20dep/chat/completions`, '/chat/completions', 'my dep'],
  [AZURE, `${AZURE}/deployments/100%/embeddings`, '/embeddings', '100%'],
  [AZURE, `${AZURE}/responses?api-version=1`, '/responses', undefined],
  [AZURE, `${AZURE}/deployments`, '/deployments', undefined],
  [AZURE, `${AZURE}/v1/chat/completions`, '/v1/chat/completions', undefined],
  [`${AZURE}/deployments/d`, `${AZURE}/deployments/d/chat/completions`, '/chat/completions', 'd'],
  [`${AZURE}/deployments/d`, `${OPENAI}/chat/completions`, '/chat/completions', undefined],
])('below %s, %s is %s of %s', (base, url, endpoint, deployment) => {
  expect(splitEndpoint(new URL(url), base)).toEqual({ endpoint, deployment })
})
