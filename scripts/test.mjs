// `npm test`: all tests, or those that the arguments of `vitest run` select. Files and pipes get no escape codes, which Vitest
// writes even there.
import { spawnSync } from 'node:child_process'

const { env, platform, stdout, argv } = process
const plain = stdout.isTTY !== true && env.FORCE_COLOR === undefined && env.CI === undefined
const options = {
  stdio: 'inherit',
  shell: platform === 'win32',
  env: plain ? { ...env, NO_COLOR: '1' } : env,
}
process.exit(spawnSync('vitest', ['run', ...argv.slice(2)], options).status ?? 1)
