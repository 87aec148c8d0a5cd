import { type Command, defineCommand } from './command.ts'

/** All commands, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  defineCommand({
    name: 'models',
    summary: 'list the models that the route can call',
    positionals: ['[filter]'],
    options: {},
    load: async () => (await import('./models/models.ts')).runModels,
  }),
]
