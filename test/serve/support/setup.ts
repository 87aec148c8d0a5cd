import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import { afterAll, beforeAll } from 'vitest'

import { bedrockEnvironment, type ServeProcess, startServe } from './serve-process.ts'

/** One strict Bedrock, and one `serve` over it, for all tests of a file. */
export function setUpServe(
  argv: readonly string[] = [],
  env: Record<string, string> = {},
): { readonly bedrock: BedrockServer; readonly serve: ServeProcess } {
  const context: { bedrock?: BedrockServer; serve?: ServeProcess } = {}
  beforeAll(async () => {
    context.bedrock = await createBedrockServer()
    const mantle = { AWS_ENDPOINT_URL_BEDROCK_MANTLE: context.bedrock.mantleUrl }
    context.serve = await startServe({ ...bedrockEnvironment(context.bedrock.url), ...mantle, ...env }, argv)
  })
  afterAll(async () => {
    context.serve?.signal('SIGTERM')
    context.serve?.signal('SIGTERM')
    await context.serve?.exitCode
    await context.bedrock?.close()
  })
  return context as { readonly bedrock: BedrockServer; readonly serve: ServeProcess }
}
