import { spawn } from 'node:child_process'

const TIMEOUT_MS = 300_000

export interface CommandOptions {
  readonly cwd: string
  /** Added to a nearly empty environment: what the caller's shell has set must not decide a check. */
  readonly env?: NodeJS.ProcessEnv
  readonly timeoutMs?: number
}

/** A program that ended: its exit code (or the signal's name) and what it printed, standard error apart. */
export interface CommandResult {
  readonly code: number | string
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end and resolves with what it printed, whatever its exit code. */
export function tryCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...cleanEnvironment(), ...options.env },
      timeout: options.timeoutMs ?? TIMEOUT_MS,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (data) => (stdout += data))
    child.stderr.on('data', (data) => (stderr += data))
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code: code ?? signal ?? 'unknown', stdout, stderr }))
  })
}

/** As `tryCommand`, and rejects with everything that was printed where the exit code is not 0. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  const result = await tryCommand(command, args, options)
  if (result.code !== 0) {
    const line = [command, ...args].join(' ')
    throw new Error(`exit code ${result.code}: ${line}\n${result.stdout}${result.stderr}`)
  }
  return result
}

/** What a program needs to start, and nothing that configures a client, a gateway or AWS. */
export function cleanEnvironment(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'CI', 'SystemRoot', 'USERPROFILE', 'APPDATA']
  const environment: Record<string, string> = {
    AWS_EC2_METADATA_DISABLED: 'true',
    NEXT_TELEMETRY_DISABLED: '1',
    NO_COLOR: '1',
    NODE_NO_WARNINGS: '1',
  }
  for (const name of kept) {
    const value = process.env[name]
    if (value !== undefined) environment[name] = value
  }
  return environment
}
