import { spawn } from 'node:child_process'
import { once } from 'node:events'

import { cleanEnvironment } from '../runner/run-command.ts'

/** A worker that listens on loopback. */
export interface RunningWorker {
  readonly url: string
  /** What workerd has printed so far: exceptions of the worker, above all. */
  output(): string
  stop(): Promise<void>
}

/** Starts workerd with a configuration whose socket asks for a free port; resolves when it listens. */
export async function startWorkerd(
  binary: string,
  config: string,
  env: Readonly<Record<string, string>>,
): Promise<RunningWorker> {
  // On the control descriptor workerd tells by a line of JSON which port it has.
  const child = spawn(binary, ['serve', '--control-fd=1', config], {
    env: { ...cleanEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close')
  let output = ''
  child.stderr.on('data', (data) => (output += data))
  const stop = async () => {
    child.kill()
    await ended
  }
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.on('data', (data) => {
      output += data
      const told = /"port":\s*(\d+)/.exec(output)
      if (told !== null) resolve(Number(told[1]))
    })
    child.on('error', reject)
    child.on('close', (code) => reject(new Error(`workerd ended with exit code ${code}:\n${output}`)))
  })
  return { url: `http://127.0.0.1:${port}`, output: () => output, stop }
}
