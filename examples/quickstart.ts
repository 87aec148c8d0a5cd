// The main job in one file: an `openai` client, registered in one line, served from Amazon Bedrock.
//
//   npm start                      an embedded, strict Bedrock on loopback answers (nothing but this machine is needed)
//   npm start -- --live            your AWS account answers (region and credentials as the AWS SDK finds them)
//   npm start -- --live --model us.amazon.nova-lite-v1:0
import OpenAI, { APIError } from 'openai'

import { bedrock, register } from '@patchbay/sdk'
import { createBedrockServer } from '@patchbay/testing'

const live = process.argv.includes('--live')
const model = argument('--model') ?? 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'

// In an application this is the one line: register(client, bedrock({ region })).
const server = live ? undefined : await createBedrockServer()
const client = register(
  new OpenAI({ apiKey: 'unused', maxRetries: 0 }),
  server === undefined
    ? bedrock()
    : bedrock({ region: server.region, endpoint: server.url, credentials: server.credentials }),
)

try {
  title('A plain answer')
  await plainAnswer()
  title('A streamed answer')
  await streamedAnswer()
  title('A tool call, there and back')
  await toolRoundTrip()
  title('A picture')
  await picture()
  title("An error, as openai's own class")
  await showError()
  title('What the wire saw')
  showWire()
} catch (error) {
  // With --live the account may have no credentials or no access to the model: the message says what to do.
  if (!live || !(error instanceof APIError)) throw error
  say(error.message)
  process.exitCode = 1
} finally {
  await server?.close()
}

async function plainAnswer() {
  const completion = await client.chat.completions.create({
    model,
    messages: [
      { role: 'system', content: 'Answer in one short sentence.' },
      { role: 'user', content: 'What is a patch bay?' },
    ],
    max_completion_tokens: 200,
  })
  say(completion.choices[0]?.message.content)
  usage(completion.usage)
}

async function streamedAnswer() {
  const stream = await client.chat.completions.create({
    model,
    messages: [{ role: 'user', content: 'Count from one to five, in words.' }],
    max_completion_tokens: 200,
    stream: true,
    stream_options: { include_usage: true },
  })
  process.stdout.write('   ')
  let chunks = 0
  for await (const chunk of stream) {
    chunks += 1
    process.stdout.write(chunk.choices[0]?.delta.content ?? '')
    if (chunk.usage) {
      process.stdout.write('\n')
      usage(chunk.usage, `${chunks} chunks, `)
    }
  }
}

async function toolRoundTrip() {
  const tools: OpenAI.Chat.ChatCompletionTool[] = [
    {
      type: 'function',
      function: {
        name: 'get_weather',
        description: 'The current weather in a city',
        parameters: {
          type: 'object',
          properties: { city: { type: 'string' }, unit: { type: 'string', enum: ['celsius', 'fahrenheit'] } },
          required: ['city'],
        },
      },
    },
  ]
  const messages: OpenAI.Chat.ChatCompletionMessageParam[] = [
    { role: 'user', content: 'What is the weather in Shanghai today?' },
  ]
  const first = await client.chat.completions.create({ model, messages, tools, max_completion_tokens: 500 })
  const answer = first.choices[0]?.message
  if (answer === undefined) throw new Error('no answer')
  messages.push(answer)
  for (const call of answer.tool_calls ?? []) {
    if (call.type !== 'function') continue
    say(`the model calls ${call.function.name}(${call.function.arguments})  [${call.id}]`)
    messages.push({
      role: 'tool',
      tool_call_id: call.id,
      content: JSON.stringify({ degrees: 21, sky: 'clear' }),
    })
  }
  say('finish_reason ' + first.choices[0]?.finish_reason + ', and after the result:')
  const second = await client.chat.completions.create({ model, messages, tools, max_completion_tokens: 500 })
  say(second.choices[0]?.message.content)
  usage(second.usage)
}

async function picture() {
  // A red square, 8 by 8.
  const png =
    'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC'
  const completion = await client.chat.completions.create({
    model,
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is in this picture?' },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${png}` } },
        ],
      },
    ],
    max_completion_tokens: 200,
  })
  say(completion.choices[0]?.message.content)
  usage(completion.usage)
}

async function showError() {
  try {
    await client.chat.completions.create({
      model,
      messages: [{ role: 'user', content: 'Hello' }],
      max_completion_tokens: 10_000_000,
    })
    throw new Error('the service should have refused that')
  } catch (error) {
    if (!(error instanceof APIError)) throw error
    say(
      `${error.constructor.name} (instanceof OpenAI.APIError), status ${error.status}, request ${error.requestID}`,
    )
    say(error.message)
  }
}

function showWire() {
  if (server === undefined) {
    say(`Amazon Bedrock answered as ${model}, called directly from this process.`)
    return
  }
  for (const { method, path, authentication, connection } of server.requests) {
    const signer =
      authentication.kind === 'sigv4' ? `signed by ${authentication.accessKeyId}` : authentication.kind
    say(`${method} ${decodeURIComponent(path)}\n        ${signer}, connection ${connection}`)
  }
  say(`An embedded, strict Bedrock at ${server.url} answered: no model ran, and nothing left this machine.`)
  say('Use your own account with: npm start -- --live')
}

function title(text: string) {
  console.log(`\n\u001B[1m${text}\u001B[0m`)
}

function say(text: string | null | undefined) {
  console.log(`   ${text ?? '(nothing)'}`)
}

function usage(counts: OpenAI.CompletionUsage | undefined, prefix = '') {
  if (counts === undefined) throw new Error('no usage')
  console.log(
    `\u001B[2m   ${prefix}${counts.prompt_tokens} tokens in, ${counts.completion_tokens} out\u001B[0m`,
  )
}

function argument(name: string): string | undefined {
  const index = process.argv.indexOf(name)
  return index === -1 ? undefined : process.argv[index + 1]
}
