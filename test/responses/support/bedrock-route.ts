import { bedrock } from '@patchbay/sdk'
import { createBedrockServer, signReasoning, type BedrockServer } from '@patchbay/testing'
import { afterAll, beforeAll, beforeEach } from 'vitest'

/** Claude thinks by a budget, and signs its reasoning. */
export const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'

/** A strict Bedrock for the tests of one file, empty before each of them. */
export function useBedrock(): () => BedrockServer {
  let server: BedrockServer | undefined
  beforeAll(async () => {
    server = await createBedrockServer()
  })
  afterAll(() => server?.close())
  beforeEach(() => server?.reset())
  return () => server as BedrockServer
}

/** A `bedrock()` route to that server. */
export function routeTo(server: BedrockServer, options: Parameters<typeof bedrock>[0] = {}) {
  const { region, url, credentials } = server
  return bedrock({ region, endpoint: url, credentials, ...options })
}

/** Reasoning as the model signs it: the server refuses it when a byte of it is changed. */
export const signed = (text: string) => ({
  reasoningContent: { reasoningText: { text, signature: signReasoning(text) } },
})

/** A call of a tool. */
export const toolUse = (toolUseId: string, name: string, input: object) => ({
  toolUse: { toolUseId, name, input },
})
