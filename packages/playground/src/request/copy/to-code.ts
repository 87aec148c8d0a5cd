import { listNodes } from '../../json/tree.ts'
import type { RequestApi } from '../apis.ts'
import type { RequestState } from '../request-state.ts'
import { type RouteChoices, routeFor } from '../route-choices.ts'
import { toLiteral } from './literal.ts'

/** What code of an API is made of. */
interface CodeParts {
  readonly imports: string
  /** Makes the client. */
  readonly client: (choices: RouteChoices) => string
  /** Sends the request and shows the answer. */
  readonly send: (request: string, stream: boolean) => string
}

const OPENAI = {
  imports: "import OpenAI from 'openai'",
  client: () => "new OpenAI({ apiKey: 'unused' })",
}

const PARTS: Readonly<Record<RequestApi, CodeParts>> = {
  'chat-completions': {
    ...OPENAI,
    send: (request, stream) =>
      stream
        ? lines(
            `const stream = await client.chat.completions.create(${request})`,
            "for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta.content ?? '')",
          )
        : lines(
            `const completion = await client.chat.completions.create(${request})`,
            'console.log(completion.choices[0]?.message)',
          ),
  },
  responses: {
    ...OPENAI,
    send: (request, stream) =>
      stream
        ? lines(
            `const stream = await client.responses.create(${request})`,
            'for await (const event of stream)',
            "  if (event.type === 'response.output_text.delta') process.stdout.write(event.delta)",
          )
        : lines(
            `const response = await client.responses.create(${request})`,
            'console.log(response.output_text)',
          ),
  },
  messages: {
    imports: "import Anthropic from '@anthropic-ai/sdk'",
    client: () => "new Anthropic({ apiKey: 'unused' })",
    send: (request, stream) =>
      stream
        ? lines(
            `const stream = await client.messages.create(${request})`,
            'for await (const event of stream)',
            "  if (event.type === 'content_block_delta' && event.delta.type === 'text_delta')",
            '    process.stdout.write(event.delta.text)',
          )
        : lines(`const message = await client.messages.create(${request})`, 'console.log(message.content)'),
  },
  converse: {
    imports:
      "import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime'",
    client: ({ region }) => `new BedrockRuntimeClient(${toLiteral({ region })})`,
    send: (request, stream) =>
      stream
        ? lines(
            `const { stream } = await client.send(new ConverseStreamCommand(${request}))`,
            'for await (const event of stream ?? [])',
            "  process.stdout.write(event.contentBlockDelta?.delta?.text ?? '')",
          )
        : lines(
            `const { output } = await client.send(new ConverseCommand(${request}))`,
            'console.log(output?.message)',
          ),
  },
}

/** Members of Bedrock's that the types of `openai` have with `@patchbay/sdk/extensions` alone. */
const EXTENSIONS = new Set(['cache_control', 'thinking', 'guardrailConfig', 'requestMetadata', 'top_k'])

/**
 * A request as a TypeScript module that sends it: the client, registered on the route with the options chosen. Credentials are those
 * that the route finds.
 *
 * @param request the request, read
 */
export function toCode(request: unknown, { api, stream, choices }: Omit<RequestState, 'text'>): string {
  const { imports, client, send } = PARTS[api]
  const isStreamed = api === 'converse' ? stream : isStreaming(request)
  const command = isStreamed ? 'ConverseStreamCommand' : 'ConverseCommand'
  const isExtended =
    imports === OPENAI.imports && listNodes(request).some(({ path }) => EXTENSIONS.has(String(path.at(-1))))
  const { name, options } = routeFor(api, choices)
  const names = [name, 'register'].join(', ')
  return lines(
    ...(isExtended ? ["import '@patchbay/sdk/extensions'"] : []),
    `import { ${names} } from '@patchbay/sdk'`,
    imports.replace('ConverseCommand, ConverseStreamCommand', command),
    '',
    `const client = register(${client(choices)}, ${name}(${toLiteral(options)}))`,
    '',
    send(api === 'converse' ? toCommandInput(request) : toLiteral(request), isStreamed),
    '',
  )
}

function lines(...all: readonly string[]): string {
  return all.join('\n')
}

function isStreaming(request: unknown): boolean {
  return typeof request === 'object' && request !== null && (request as { stream?: unknown }).stream === true
}

/** AWS's SDK takes bytes where JSON has base64. */
function toCommandInput(request: unknown): string {
  return toLiteral(request).replaceAll(/\bbytes: ('[A-Za-z0-9+/=]*')/g, "bytes: Buffer.from($1, 'base64')")
}
