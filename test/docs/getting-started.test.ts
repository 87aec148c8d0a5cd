import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { readSteps, shows } from '../consumers/runner/page-steps.ts'

const page = fileURLToPath(new URL('../../docs/getting-started.md', import.meta.url))

// The steps themselves are followed by `npm run check:consumers -- "getting started"`, which installs packages.
describe.each([
  'I have an OpenAI app and an AWS account',
  'I have a Bedrock app and an OpenAI-compatible server',
])('docs/getting-started.md, %s', (path) => {
  it('goes from an empty folder over the doctor to a line that runs, each output shown', async () => {
    const steps = await readSteps(page, path)
    const commands = steps.flatMap((step) => (step.kind === 'commands' ? [step] : []))
    expect(commands[0]?.text).toMatch(/^npm init -y\n/)
    expect(commands.at(-2)).toMatchObject({
      text: expect.stringContaining('npx @patchbay/sdk doctor') as string,
    })
    expect(commands.at(-1)).toMatchObject({ text: 'node app.mjs\n', output: '12 + 30 is 42.\n' })
    expect(commands.at(-2)?.output).toMatch(/^ok +node /)
  })

  it('shows the app before and after the line', async () => {
    const apps = (await readSteps(page, path)).flatMap((step) =>
      step.kind === 'file' && step.name === 'app.mjs' ? [step.text] : [],
    )
    expect(apps).toHaveLength(2)
    expect(apps[0]).not.toContain('register(')
    expect(apps[1]).toContain('register(')
  })
})

describe('what a command prints is what the page shows', () => {
  const printed =
    'ok  node  Node 24.21.0\nok  packages  @patchbay/sdk 0.1.0, openai 7.59.0\nok  model  answered in 16 ms\n'

  it.each([
    ['ok  node  Node 24.20.1', 'another version'],
    ['ok  packages  @patchbay/sdk 0.1.0, ...', 'the end left out'],
    ['ok  node  Node 24.21.0\nok  model  answered in 3 ms', 'lines left out, another duration'],
  ])('%s (%s)', (shown) => {
    expect(shows(printed, shown)).toBe(true)
  })

  it.each([
    ['ok  model  answered in 3 ms\nok  node  Node 24.21.0', 'another order'],
    ['ok  node', 'half a line'],
    ['failed  node  Node 24.21.0', 'another line'],
  ])('%s is not (%s)', (shown) => {
    expect(shows(printed, shown)).toBe(false)
  })
})
