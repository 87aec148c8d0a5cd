import { createFetch } from '@patchbay/core'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import OpenAI, { APIError } from 'openai'
import { afterAll, beforeAll, beforeEach, expect } from 'vitest'

import { bedrock } from '../src/bedrock.ts'
import type { BedrockOptions } from '../src/bedrock/options.ts'

/** A strict Bedrock for all tests of a file, and clients on it. */
export interface BedrockSetup {
  /** The server; there once the tests run. */
  readonly server: BedrockServer
  /** A client whose traffic takes a `bedrock()` route to the server. */
  readonly clientOf: (options?: BedrockOptions, retries?: number) => OpenAI
}

/** Starts a server before the tests of a file, forgets its requests and scripts between them, and ends it after them. */
export function setUpBedrock(): BedrockSetup {
  let server: BedrockServer | undefined
  const running = (): BedrockServer => {
    if (server === undefined) throw new Error('The server runs only while tests do.')
    return server
  }
  beforeAll(async () => {
    server = await createBedrockServer()
  })
  beforeEach(() => running().reset())
  afterAll(() => running().close())
  return {
    get server() {
      return running()
    },
    clientOf(options = {}, retries = 0) {
      const { url, credentials } = running()
      const route = bedrock({ region: 'us-east-1', endpoint: url, credentials, ...options })
      return new OpenAI({ apiKey: 'sk-caller', maxRetries: retries, fetch: createFetch(route) })
    },
  }
}

/** The error of the SDK that a call ends with. */
export async function failureOf(promise: Promise<unknown>): Promise<APIError> {
  const failure = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(failure).toBeInstanceOf(APIError)
  return failure as APIError
}
