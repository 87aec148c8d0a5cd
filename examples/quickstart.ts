// The main job in one file: an `openai` client, registered in one line, served from Amazon Bedrock.
//
//   npm start                      an embedded, strict Bedrock on loopback answers (nothing but this machine is needed)
//   npm start -- --live            your AWS account answers (region and credentials as the AWS SDK finds them)
//   npm start -- --live --model us.amazon.nova-lite-v1:0
import { parseArgs } from 'node:util'

import OpenAI, { APIError } from 'openai'

import { bedrock, register } from '@patchbay/sdk'
import { createBedrockServer } from '@patchbay/testing'

import { aside, say, sideBySide, title } from './support/terminal.ts'

const { live, model } = readArguments()

/** What went over the wire to Bedrock and came back, of the latest call that was answered whole. */
let wire: { readonly path: string; readonly request: unknown; readonly answer: unknown } | undefined

const server = live ? undefined : await createBedrockServer()
const route =
  server === undefined
    ? bedrock()
    : bedrock({
        region: server.region,
        endpoint: server.url,
        mantleEndpoint: server.mantleUrl,
        credentials: server.credentials,
      })

// In an application this is the one line. The `fetch` is here to show the requests: those to Bedrock are sent with it, too.
const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0, fetch: recordingFetch }), route)

try {
  title("const client = register(new OpenAI({ apiKey: 'unused' }), bedrock({ region: 'us-east-1' }))")
  await plainAnswer()
  title('A streamed answer')
  await streamedAnswer()
  title('A tool call, there and back')
  await toolRoundTrip()
  title('A picture')
  await picture()
  if (!live) {
    title('One GPT and one Claude, by the API that each has')
    await twoModels()
  }
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

/** The same call, as the application writes and reads it and as Bedrock gets and answers it. */
async function plainAnswer() {
  const request: OpenAI.Chat.ChatCompletionCreateParamsNonStreaming = {
    model,
    messages: [
      { role: 'system', content: 'Answer in one short sentence.' },
      { role: 'user', content: 'What is a patch bay?' },
    ],
    max_completion_tokens: 200,
  }
  const completion = await client.chat.completions.create(request)
  sideBySide(
    ['client.chat.completions.create(', request],
    [`POST ${decodeURIComponent(wire?.path ?? '')}`, wire?.request],
  )
  console.log()
  sideBySide(['→ what the application gets', completion], ['→ what Bedrock answered', wire?.answer])
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

/** The same call to two models: GPT-5.5 is on Mantle's Responses alone, Claude is called by Converse. */
async function twoModels() {
  const ask = async (name: string) => {
    const { choices } = await client.chat.completions.create({
      model: name,
      messages: [{ role: 'user', content: 'What is 12 + 30?' }],
      max_completion_tokens: 200,
    })
    const call = [`POST ${decodeURIComponent(wire?.path ?? '')}`, wire?.request] as const
    return { call, answer: [`→ ${name}`, choices[0]?.message.content] as const }
  }
  const [gpt, claude] = [await ask('openai.gpt-5.5'), await ask('us.anthropic.claude-opus-5-5')]
  sideBySide(gpt.call, claude.call)
  console.log()
  sideBySide(gpt.answer, claude.answer)
}

async function showError() {
  try {
    await client.chat.completions.create({
      model: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
      messages: [{ role: 'user', content: 'Hello' }],
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

function usage(counts: OpenAI.CompletionUsage | undefined, prefix = '') {
  if (counts === undefined) throw new Error('no usage')
  aside(`${prefix}${counts.prompt_tokens} tokens in, ${counts.completion_tokens} out`)
}

async function recordingFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init)
  if (response.headers.get('content-type')?.startsWith('application/json') === true && response.ok) {
    const { pathname } = new URL(input instanceof Request ? input.url : input)
    const request: unknown = JSON.parse(typeof init?.body === 'string' ? init.body : 'null')
    wire = { path: pathname, request, answer: await response.clone().json() }
  }
  return response
}

function readArguments(): { live: boolean; model: string } {
  try {
    const { values } = parseArgs({
      options: {
        live: { type: 'boolean', default: false },
        model: { type: 'string', default: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' },
      },
    })
    return values
  } catch (error) {
    console.error(
      `${error instanceof Error ? error.message : String(error)}\nUsage: npm start -- [--live] [--model ID]`,
    )
    process.exit(2)
  }
}
