import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Runs what `npm start` runs, its output going into a pipe. */
function quickstart(...options: string[]): Promise<{ stdout: string; stderr: string }> {
  const command = ['--conditions=@patchbay/source', 'examples/quickstart.ts', ...options]
  return promisify(execFile)(process.execPath, command, { cwd: root })
}

describe('npm start', () => {
  it('begins with the one line, and shows a request and its answer in both shapes', async () => {
    const { stdout } = await quickstart()
    const [first, ...rest] = stdout.trim().split('\n')
    expect(first).toContain("register(new OpenAI({ apiKey: 'unused' }), bedrock(")
    const shown = rest.slice(0, 60).join('\n')
    for (const part of ['max_completion_tokens', 'inferenceConfig', 'finish_reason', 'stopReason'])
      expect(shown).toContain(part)
  })

  it('prints no escape codes into files and pipes', async () => {
    const { stdout } = await quickstart()
    expect(stdout).not.toContain('\u001B')
  })

  it('refuses a flag that it does not know, with the usage', async () => {
    await expect(quickstart('--lvie')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/--lvie[^]*Usage: npm start -- \[--live\]/) as string,
      stdout: '',
    })
  })
})
