import type { CommandResult } from './run-command.ts'
import { type Servers, withServers } from './servers.ts'
import type { Workspace } from './workspace.ts'

/** What the servers answer to `What is 12 + 30?`. */
export const ANSWER = '12 + 30 is 42.'

/** Throws unless a program printed the plain and the streamed answer, a line each. */
export function expectAnswers({ stdout, stderr }: CommandResult, times = 1): void {
  const wanted = `${ANSWER}\n${ANSWER}\n`.repeat(times)
  if (stdout !== wanted) throw new Error(`expected\n${wanted}but it printed\n${stdout}${stderr}`)
}

/**
 * Runs a program once through the gateway and once on Bedrock, each with servers of its own, and holds it to both answers and to
 * what arrived there.
 */
export async function expectBothRoutes(
  workspace: Workspace,
  run: (environment: Readonly<Record<string, string>>) => Promise<CommandResult>,
): Promise<void> {
  await withServers(workspace, async (servers) => {
    const { GATEWAY_URL, GATEWAY_API_KEY, BEDROCK_ENDPOINT, BEDROCK_API_KEY } = servers.environment
    expectAnswers(await run({ GATEWAY_URL, GATEWAY_API_KEY }))
    expectRequests(servers, 2, 0)
    expectAnswers(await run({ BEDROCK_ENDPOINT, BEDROCK_API_KEY }))
    expectRequests(servers, 2, 2)
  })
}

/** Throws unless so many requests arrived at each server. */
export function expectRequests({ gateway, bedrock }: Servers, atGateway: number, atBedrock: number): void {
  const arrived = [gateway.requests.length, bedrock.requests.length]
  if (arrived[0] !== atGateway || arrived[1] !== atBedrock)
    throw new Error(
      `expected ${atGateway} requests at the gateway and ${atBedrock} at Bedrock, not ${arrived.join(', ')}`,
    )
}
