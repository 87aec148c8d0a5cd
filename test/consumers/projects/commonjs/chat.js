const { bedrock, register } = require('@patchbay/sdk')
const OpenAI = require('openai')

const client = register(
  new OpenAI({ apiKey: 'unused' }),
  bedrock({
    region: 'us-east-1',
    apiKey: process.env.BEDROCK_API_KEY,
    endpoint: process.env.BEDROCK_ENDPOINT,
  }),
)

exports.ask = async (content) => {
  const completion = await client.chat.completions.create({
    model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    messages: [{ role: 'user', content }],
  })
  return completion.choices[0].message.content
}
