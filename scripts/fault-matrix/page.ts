import { POLICIES } from './policies.ts'
import type { Cell } from './run-cell.ts'
import { SETUPS } from './setups.ts'

const INTRODUCTION = `# What a caller sees when something fails

Every cell below is a live run: a real client makes one call, with a policy or without one, and the first server that it reaches
fails in the way that the line names. The servers are on loopback. The file is written by
\`node --conditions=@patchbay/source scripts/fault-matrix.ts\`, and a test fails when it is out of date.

## How to read it

- **fault**: what the first server does. *(plain)* and *(stream)*: only calls for a whole answer, or for a stream; without such a
  word both. Faults that every policy shows alike share a line. In *mid-stream* is after the first content has been read.
- **none**: the client on the route alone, with its own retries turned off (\`maxRetries: 0\`, \`maxAttempts: 1\`). They would come on
  top of every column.
- **fallback**: \`fallback([first, second])\`. The second server is well.
- **loadBalance**: \`loadBalance([first, second])\`, for a call that the first one gets.
- **retry**: \`retry(first, { attempts: 2 })\`. The fault is there at every attempt.
- **timeout**: \`timeout(first, { connect, firstToken, idle })\`.
- An error is shown as its class in the caller's own copy of the SDK, with its HTTP status where it has one, or the code of the
  connection's error. It is raised by the call itself, or where the cell says so *in the loop* over the stream before its first content,
  or *after content*.
- **the second**: the answer of the second server, whole. *waits*: nothing happens until the caller stops or a limit of the client's
  own ends it.
- **×2** after an outcome: so many requests went to the first server; without it one. *1 + 1*: one to each.
- **=**: as without a policy.

What each policy acts on is said in [Routes](routes.md#policies). In short: \`fallback\` and \`retry\` act on connection failures, 408, 429,
5xx and what only looks like a success, up to the first content; never on other statuses, nor on what comes later, since a part of the
answer has been read. They do not end a stall: that is what \`timeout\` is for, whose 504 (408 for the AWS SDK) a \`fallback\` around it
takes over. A stream that begins with a failure is raised by the call itself where a policy has looked at its beginning.

A gateway's stream is the client's own to read: a \`SyntaxError\` for a malformed event and a \`TypeError\` for a connection that breaks
after content are what the SDKs of OpenAI and Anthropic raise without Patchbay, too. The AWS SDK's network errors are its own as well.
`

/** The text of docs/fault-matrix.md. */
export function faultMatrixPage(cells: readonly Cell[]): string {
  const head = ['fault', ...POLICIES.map(({ name }) => name)]
  const sections = SETUPS.map(({ name }) => {
    const lines = linesOf(cells.filter((cell) => cell.setup.name === name))
    const table = [head, head.map(() => '---'), ...lines].map((line) => `| ${line.join(' | ')} |`)
    return `## ${name.charAt(0).toUpperCase()}${name.slice(1)}\n\n${table.join('\n')}\n`
  })
  return [INTRODUCTION, ...sections].join('\n')
}

/** Faults and modes that show the same in every column share a line. */
function linesOf(cells: readonly Cell[]): readonly (readonly string[])[] {
  const lines = new Map<string, { readonly columns: readonly string[]; readonly cells: Cell[] }>()
  for (const none of cells.filter(({ policy }) => policy.name === 'none')) {
    const columns = POLICIES.map(({ name }) => {
      const cell = cells.find(
        ({ policy, fault, mode }) => policy.name === name && fault === none.fault && mode === none.mode,
      )
      return cell === undefined ? '' : columnOf(cell, none)
    })
    const key = JSON.stringify(columns)
    const line = lines.get(key) ?? { columns, cells: [] }
    line.cells.push(none)
    lines.set(key, line)
  }
  return [...lines.values()].map((line) => [faultsOf(line.cells), ...line.columns])
}

function faultsOf(cells: readonly Cell[]): string {
  const names = new Map<string, Cell[]>()
  for (const cell of cells) names.set(cell.fault.name, [...(names.get(cell.fault.name) ?? []), cell])
  return [...names]
    .map(([name, [first, ...others]]) =>
      first === undefined || others.length > 0 || first.fault.modes.length === 1
        ? name
        : `${name} (${first.mode})`,
    )
    .join('; ')
}

function columnOf(cell: Cell, none: Cell): string {
  const [first, second] = cell.tries
  const tries = second > 0 ? ` ${first} + ${second}` : first === 1 ? '' : ` ×${first}`
  const isSame = cell !== none && cell.outcome === none.outcome
  return `${isSame ? '=' : shown(cell.outcome)}${tries}`
}

/** Names of classes and their statuses as code, words as they are. */
function shown(outcome: string): string {
  const [what = '', ...place] = outcome.split(', ')
  const text = /^[A-Z]/.test(what) ? `\`${what}\`` : what
  return [text, ...place].join(', ')
}
