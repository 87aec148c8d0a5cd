import type { Invocation, RunCommand } from '../command.ts'
import { EXIT_CODE } from '../exit-code.ts'
import { UsageError } from '../usage-error.ts'
import { type Check, type CheckResult, skipped } from './check.ts'
import { checkClock } from './check-clock.ts'
import { checkConfiguration, type Configured } from './check-configuration.ts'
import { checkCredentials } from './check-credentials.ts'
import { checkHost } from './check-host.ts'
import { checkModel, checkModelList } from './check-models.ts'
import { checkNode, checkPackages } from './check-software.ts'
import { type Machine, thisMachine } from './machine.ts'
import type { DOCTOR_OPTIONS } from './options.ts'
import { printCheck } from './print-check.ts'

/** `patchbay doctor`: what is there, what works, and what to do where it does not. */
export const runDoctor: RunCommand<typeof DOCTOR_OPTIONS> = (invocation) =>
  diagnose(invocation, thisMachine())

/** Makes all checks in order, and prints each as it comes. Those that cannot be made are skipped, with the reason. */
export async function diagnose(
  { values, terminal, findRoute }: Invocation<typeof DOCTOR_OPTIONS>,
  machine: Machine,
): Promise<number> {
  const timeout = readTimeout(values.timeout)
  const checks: Check[] = []
  const report = (name: string, result: CheckResult): boolean => {
    checks.push({ name, ...result })
    if (values.json !== true) printCheck({ name, ...result }, terminal)
    return result.status !== 'failed'
  }
  report('node', await checkNode(machine))
  report('packages', await checkPackages(machine))
  terminal.progress('configuration ...')
  const { result, configured } = await checkConfiguration(findRoute)
  report('configuration', result)
  if (configured === undefined) {
    for (const name of ['credentials', 'host', 'clock', 'models', 'model'])
      report(name, skipped('there is no route to check'))
  } else await checkRoute(configured, report, { values, machine, timeout, terminal })
  const ok = checks.every(({ status }) => status !== 'failed')
  if (values.json === true) terminal.print(JSON.stringify({ ok, checks }))
  if (configured === undefined) return EXIT_CODE.misused
  return ok ? EXIT_CODE.ok : EXIT_CODE.failed
}

interface Settings {
  readonly values: Invocation<typeof DOCTOR_OPTIONS>['values']
  readonly machine: Machine
  readonly timeout: number
  readonly terminal: Pick<Invocation['terminal'], 'progress'>
}

/** @param report says whether the check is passed */
async function checkRoute(
  configured: Configured,
  report: (name: string, result: CheckResult) => boolean,
  { values: { model, sts = false }, machine, timeout, terminal }: Settings,
): Promise<void> {
  const within = (ms: number): AbortSignal => AbortSignal.timeout(ms)
  terminal.progress('credentials ...')
  const hasKey = report(
    'credentials',
    await checkCredentials(configured, { sts, signal: within(timeout), machine }),
  )
  terminal.progress('host ...')
  const { result, answer } = await checkHost(configured.explained.url, machine, timeout)
  const isReached = report('host', result)
  const isSigned = configured.explained.headers['authorization']?.startsWith('AWS4-') === true
  report('clock', answer === undefined ? skipped('no answer of the host') : checkClock(answer.skew, isSigned))
  const reason = hasKey ? 'the host cannot be reached' : 'there are no credentials'
  if (!hasKey || !isReached) {
    report('models', skipped(reason))
    report('model', skipped(reason))
    return
  }
  terminal.progress('models ...')
  const { result: listed, ids } = await checkModelList(configured, within(timeout))
  report('models', listed)
  if (model === undefined) report('model', skipped('none is called without --model'))
  else {
    terminal.progress(`${model} ...`)
    report('model', await checkModel(model, configured, ids, within(6 * timeout)))
  }
}

function readTimeout(given: string | undefined): number {
  const ms = given === undefined ? 10_000 : Number(given)
  if (Number.isInteger(ms) && ms > 0) return ms
  throw new UsageError(`--timeout takes a number of milliseconds, not ${JSON.stringify(given)}`)
}
