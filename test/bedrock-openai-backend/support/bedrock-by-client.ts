import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import type { BedrockRuntimeClient, ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime'
import { fromConverseJson, toConverseJson } from '@patchbay/translator'
import { encodeEvent } from '@patchbay/testing'
import type { Sdk } from '../../bedrock/support/clients.ts'

/**
 * A Bedrock on loopback that has no model: Converse and ConverseStream are handed on to a client in this process, wherever
 * that is registered. A route cannot be put behind another one but by such a wire: `bedrock()` speaks HTTP, and a
 * registration is middleware.
 */
export async function bedrockByClient(
  sdk: Sdk,
  client: BedrockRuntimeClient,
): Promise<AsyncDisposable & { readonly url: string }> {
  const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, model = '', operation] =
      /^\/model\/([^/]+)\/(converse(?:-stream)?)$/.exec(message.url ?? '') ?? []
    const body = fromConverseJson<Omit<ConverseCommandInput, 'modelId'>>(await readJson(message))
    const input = { ...body, modelId: decodeURIComponent(model) }
    if (operation === 'converse') {
      const { $metadata: _, ...output } = await client.send(new sdk.ConverseCommand(input))
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(toConverseJson(output)))
      return
    }
    const { stream } = await client.send(new sdk.ConverseStreamCommand(input))
    response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' })
    for await (const event of stream ?? []) {
      for (const [type, payload] of Object.entries(toConverseJson(event)))
        response.write(encodeEvent(type, payload))
    }
    response.end()
  }
  const server = createServer((message, response) => {
    answer(message, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500)
      response.end(String(error))
    })
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

async function readJson(message: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  for await (const part of message) parts.push(part as Buffer)
  return JSON.parse(Buffer.concat(parts).toString())
}
