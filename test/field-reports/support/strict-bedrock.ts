import { bedrock, register, type Warning } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import { afterAll, beforeAll, beforeEach } from 'vitest'

/** A strict Bedrock for the tests of one file. */
export interface StrictBedrock {
  readonly server: BedrockServer
  /** Of the test that runs. */
  readonly warnings: Warning[]
  /** Registers a client on a route to it. */
  readonly connect: <Client extends object>(client: Client) => Client
  /** The body of the last request, parsed. */
  readonly lastSent: <Body>() => Body
}

/** Starts a strict Bedrock before the tests of a file, and ends it after them. */
export function useStrictBedrock(): StrictBedrock {
  const warnings: Warning[] = []
  const state = {} as { server: BedrockServer }
  beforeAll(async () => {
    state.server = await createBedrockServer()
  })
  afterAll(() => state.server.close())
  beforeEach(() => {
    state.server.reset()
    warnings.length = 0
  })
  return {
    get server() {
      return state.server
    },
    warnings,
    connect: (client) => {
      const { region, url: endpoint, credentials } = state.server
      const onWarning = (warning: Warning) => warnings.push(warning)
      return register(client as never, bedrock({ region, endpoint, credentials, onWarning })) as typeof client
    },
    lastSent: <Body>() => state.server.requests.at(-1)?.json as Body,
  }
}
