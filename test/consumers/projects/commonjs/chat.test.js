const { createBedrockServer, TEST_BEARER_TOKEN } = require('@patchbay/testing')

let server

beforeAll(async () => {
  server = await createBedrockServer()
  process.env.BEDROCK_ENDPOINT = server.url
  process.env.BEDROCK_API_KEY = TEST_BEARER_TOKEN
})
afterAll(() => server.close())

test('a question is answered', async () => {
  const { ask } = require('./chat.js')
  server.enqueue({ text: 'Forty-two.' })
  expect(await ask('What is 12 + 30?')).toBe('Forty-two.')
  expect(server.requests[0].json.messages[0].content).toEqual([{ text: 'What is 12 + 30?' }])
})
