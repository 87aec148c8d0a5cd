import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { fromConverseJson, toConverseJson } from '@patchbay/translator'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Sdk } from './clients.ts'

/** A Bedrock on loopback that has no model: it hands Converse on to a client, wherever that is registered. */
export async function bedrockInFront(
  sdk: Sdk,
  client: BedrockRuntimeClient,
): Promise<AsyncDisposable & { url: string }> {
  const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = []
    for await (const part of message) parts.push(part as Buffer)
    const modelId = decodeURIComponent(/^\/model\/([^/]+)\/converse$/.exec(message.url ?? '')?.[1] ?? '')
    const input = fromConverseJson<object>(JSON.parse(Buffer.concat(parts).toString()))
    const { $metadata: _, ...output } = await client.send(new sdk.ConverseCommand({ modelId, ...input }))
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify(toConverseJson(output)))
  }
  const server = createServer((message, response) => {
    answer(message, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
