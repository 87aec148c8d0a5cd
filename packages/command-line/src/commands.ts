import { type Command, defineCommand } from './command.ts'
import { DOCTOR_OPTIONS } from './doctor/options.ts'
import { EXPLAIN_OPTIONS } from './explain/options.ts'
import { PLAYGROUND_OPTIONS } from './playground/options.ts'
import { SERVE_OPTIONS } from './serve/options.ts'

/** All commands, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  defineCommand({
    name: 'explain',
    summary: 'say what would be sent for a request, without sending it',
    positionals: ['[file]'],
    options: EXPLAIN_OPTIONS,
    load: async () => (await import('./explain/explain.ts')).runExplain,
  }),
  defineCommand({
    name: 'doctor',
    summary: 'check versions, configuration, credentials, host and models',
    options: DOCTOR_OPTIONS,
    load: async () => (await import('./doctor/doctor.ts')).runDoctor,
  }),
  defineCommand({
    name: 'models',
    summary: 'list the models that the route can call',
    positionals: ['[filter]'],
    options: {},
    load: async () => (await import('./models/models.ts')).runModels,
  }),
  defineCommand({
    name: 'playground',
    summary: 'open the page that shows translations, request and answer',
    options: PLAYGROUND_OPTIONS,
    load: async () => (await import('./playground/playground.ts')).runPlayground,
  }),
  defineCommand({
    name: 'serve',
    summary: 'serve the route by HTTP, for curl, Python, Codex CLI, Claude Code',
    options: SERVE_OPTIONS,
    load: async () => (await import('./serve/serve.ts')).runServe,
  }),
]
