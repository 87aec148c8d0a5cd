import { execFileSync } from 'node:child_process'

import { describe, expect, it } from 'vitest'

import { stateOf } from '../examples/index.ts'
import { CHAT_EXAMPLES } from '../examples/chat-completions.ts'
import { explainValue } from '../explain-request.ts'
import { toCurl } from './to-curl.ts'

/** What a shell makes of a command: the arguments that `curl` is given. */
function argumentsOf(command: string): string[] {
  const script = `curl() { for one in "$@"; do printf '%s\\0' "$one"; done; }\n${command}`
  const output = execFileSync('sh', ['-c', script], {
    encoding: 'utf8',
    env: { ...process.env, AWS_BEARER_TOKEN_BEDROCK: 'a-key' },
  })
  return output.split('\0').slice(0, -1)
}

const SENT = {
  method: 'POST',
  url: 'https://bedrock-runtime.us-east-1.amazonaws.com/model/a%3A0/converse',
  headers: { authorization: 'Bearer [redacted]', 'content-type': 'application/json', host: 'x' },
  body: { text: `It's $HOME, "so" \`ls\` \\ and\n$(echo 1)` },
  api: 'converse',
  host: 'bedrock-runtime',
  warnings: [],
}

describe('a request as a command of curl', () => {
  it('comes through a shell as it is', () => {
    const given = argumentsOf(toCurl(SENT))
    expect(given.slice(0, -1)).toEqual([
      '-X',
      'POST',
      SENT.url,
      '-H',
      'authorization: Bearer a-key',
      '-H',
      'content-type: application/json',
      '--data-binary',
    ])
    expect(JSON.parse(given.at(-1) ?? '')).toEqual(SENT.body)
  })

  it.each(CHAT_EXAMPLES.filter(({ isBroken }) => isBroken !== true))(
    'sends the body of: $label',
    async (example) => {
      const outcome = await explainValue(example.request, stateOf(example))
      if (outcome.kind !== 'sent') throw new Error(outcome.kind)
      const given = argumentsOf(toCurl(outcome))
      expect(given).toContain(outcome.url)
      expect(JSON.parse(given.at(-1) ?? '')).toEqual(outcome.body)
    },
  )
})
