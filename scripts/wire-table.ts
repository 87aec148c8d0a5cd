// Writes docs/wire.md out of live runs: every kind of client through every gateway, on loopback servers.
//
//   node --conditions=@patchbay/source scripts/wire-table.ts
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { GATEWAYS } from './wire-table/gateways.ts'
import { bedrockTables } from './wire-table/bedrock-hosts.ts'
import { type Run, runAll } from './wire-table/runs.ts'

/** Where the table is kept. */
export const WIRE_TABLE = fileURLToPath(new URL('../docs/wire.md', import.meta.url))

const INTRODUCTION = `# What arrives at a gateway

Every line below is a live run: the client made one request through the gateway's preset to a server on loopback, which
noted what arrived. Where the provider would have been stood a server that must not receive a request, and received none. The file is
written by \`node --conditions=@patchbay/source scripts/wire-table.ts\`, and a test fails when it is out of date.

- **run**: runs of a client that showed the same share a line. In those named *error* the gateway refused the key, in its
  own words.
- **arrived**: method, path and query. *Nothing* means that the route refused the request before it was sent.
- **headers**: names only, with a word on whose key is inside. Left out are the headers of the connection and the body, and
  what SDKs tell of themselves: \`accept\`, \`accept-*\`, \`connection\`, \`content-length\`, \`content-type\`, \`host\`,
  \`sec-fetch-mode\`, \`transfer-encoding\`, \`user-agent\`, \`x-stainless-*\`.
- **the client got**: an answer, or its own error with its status and code.

All clients name the model \`gpt-4o\` (embeddings: \`text-embedding-3-small\`), Azure's the deployment \`my-deployment\` too.
The AWS SDK's client names a Claude and a Titan, and knows no responses.
`

const HEAD = `| client | run | arrived | headers | the client got |
| --- | --- | --- | --- | --- |`

/** The text of docs/wire.md, out of runs made now. */
export async function wireTable(): Promise<string> {
  const runs = await runAll()
  const sections = GATEWAYS.map((gateway) => {
    const lines = merged(runs.filter((run) => run.gateway === gateway)).map(lineOf)
    return `## ${gateway.name}\n\n\`${gateway.code}\`\n\n${HEAD}\n${lines.join('\n')}\n`
  })
  return [INTRODUCTION, ...sections, await bedrockTables()].join('\n')
}

interface Line {
  readonly operations: string[]
  readonly run: Run
}

/** Runs of a client that showed the same share a line. */
function merged(runs: readonly Run[]): readonly Line[] {
  const lines = new Map<string, Line>()
  for (const run of runs) {
    const key = JSON.stringify([run.client, run.arrived, run.headers, run.outcome])
    const line = lines.get(key)
    if (line === undefined) lines.set(key, { operations: [run.operation], run })
    else line.operations.push(run.operation)
  }
  return [...lines.values()]
}

function lineOf({ operations, run }: Line): string {
  const arrived = run.arrived === undefined ? '*nothing*' : `\`${run.arrived}\``
  const headers = run.headers.map(headerText).join(', ')
  return `| ${run.client} | ${operations.join(', ')} | ${arrived} | ${headers} | ${run.outcome} |`
}

function headerText(header: string): string {
  const [name = header, ...owner] = header.split(' ')
  return [`\`${name}\``, ...owner].join(' ')
}

if (import.meta.main) await writeFile(WIRE_TABLE, await wireTable())
