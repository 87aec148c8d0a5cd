import { bedrock, portkey, register } from '@patchbay/sdk'
import * as patchbay from '@patchbay/sdk'
import {
  createBedrockServer,
  createGatewayServer,
  type BedrockRequest,
  type BedrockServer,
  type GatewayServer,
  type RecordedRequest,
} from '@patchbay/testing'
import OpenAI from 'openai'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'

import { awsEnvironment } from '../../docs/support/aws-environment.ts'
import { readSections, type Section } from './page.ts'
import { runBlock } from './run-block.ts'

/** What one block did: what it declares, and what it sent meanwhile. */
export interface Outcome {
  readonly values: Readonly<Record<string, unknown>>
  readonly toBedrock: readonly BedrockRequest[]
  readonly toGateway: readonly RecordedRequest[]
}

/** The servers that the blocks of a page talk to. */
export interface Servers {
  readonly bedrock: BedrockServer
  readonly gateway: GatewayServer
}

/** What the check of a section is given. */
export interface Comparison extends Servers {
  /** Runs a block of the section, counted from 0. */
  readonly run: (number: number) => Promise<Outcome>
}

/** What a page's blocks need beside what all have: names without a declaration, and variables of the environment. */
export interface Surroundings {
  readonly globals?: (servers: Servers) => Record<string, unknown>
  readonly environment?: (servers: Servers) => Record<string, string>
}

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'

/**
 * Runs every block of TypeScript on a page of `docs/coming-from` against a strict Bedrock and a gateway on loopback. A section
 * without a check, and a check without a section, fail: page and test cannot drift apart.
 */
export function describePage(
  name: string,
  checks: Readonly<Record<string, (comparison: Comparison) => Promise<void>>>,
  surroundings: Surroundings = {},
): void {
  describe(`docs/coming-from/${name}.md`, async () => {
    const sections = await readSections(name)
    let servers: Servers

    beforeAll(async () => {
      servers = { bedrock: await createBedrockServer(), gateway: await createGatewayServer() }
      const all = {
        ...awsEnvironment(servers.bedrock),
        OPENAI_API_KEY: 'sk-stays-at-home',
        ...surroundings.environment?.(servers),
      }
      for (const [variable, value] of Object.entries(all)) vi.stubEnv(variable, value)
      const globals = { ...commonGlobals(servers), ...surroundings.globals?.(servers) }
      for (const [global, value] of Object.entries(globals)) vi.stubGlobal(global, value)
    })
    afterEach(() => {
      servers.bedrock.reset()
      servers.gateway.reset()
      patchbay.configure(null)
    })
    afterAll(async () => {
      vi.unstubAllEnvs()
      vi.unstubAllGlobals()
      await Promise.all([servers.bedrock.close(), servers.gateway.close()])
    })

    it('has a check for every section with code', () => {
      expect(Object.keys(checks)).toEqual(sections.map(({ heading }) => heading))
    })
    it.each(sections)('$heading', async (section) => {
      expect.hasAssertions()
      await checks[section.heading]?.({
        ...servers,
        run: (number) => runAndRecord(name, section, number, servers),
      })
    })
  })
}

async function runAndRecord(
  name: string,
  section: Section,
  number: number,
  { bedrock: aws, gateway }: Servers,
): Promise<Outcome> {
  const block = section.blocks[number]
  if (block === undefined) throw new Error(`There is no block ${number} below "${section.heading}".`)
  const before = { aws: aws.requests.length, gateway: gateway.requests.length }
  const values = await runBlock(name, block)
  return {
    values,
    toBedrock: aws.requests.slice(before.aws),
    toGateway: gateway.requests.slice(before.gateway),
  }
}

/** What samples use without a declaration; their types are in `test/docs/sample-globals.d.ts`. */
function commonGlobals({ gateway }: Servers): Record<string, unknown> {
  const question = [{ role: 'user', content: 'Say exactly: hello' }]
  return {
    ...patchbay,
    OpenAI,
    client: register(new OpenAI({ apiKey: 'unused' }), bedrock({ region: 'us-east-1' })),
    apiKey: 'gateway-key',
    baseURL: `${gateway.url}/v1`,
    model: CLAUDE,
    region: 'us-east-1',
    messages: question,
    question,
  }
}

/** A client on the gateway, as the first section of a page makes it. */
export const onPortkey = ({ gateway }: Servers): OpenAI =>
  register(
    new OpenAI({ apiKey: 'unused' }),
    portkey({ baseURL: gateway.url, apiKey: 'gateway-key', provider: '@bedrock' }),
  )
