import type { BedrockOptions, ModelAlias } from './options.ts'

type Models = BedrockOptions['models']

/** The row of the caller's table for a name; never one of the table's prototype. */
export function aliasOf(name: string, models: Models): ModelAlias | undefined {
  return models !== undefined && Object.hasOwn(models, name) ? models[name] : undefined
}

/** What a name stands for in the caller's table: an id, an ARN, a shipped name, or itself. */
export function aliasedName(name: string, models: Models): string {
  const alias = aliasOf(name, models)
  return (typeof alias === 'object' ? alias.id : alias) ?? name
}
