import type { BedrockOptions, ModelAlias } from './options.ts'

type Models = BedrockOptions['models']

/** The entry of the caller's table for a name. Only the table's own entries count, never its prototype's. */
export function findAlias(name: string, models: Models): ModelAlias | undefined {
  return models !== undefined && Object.hasOwn(models, name) ? models[name] : undefined
}

/** What a name stands for in the caller's table: an id, an ARN, a shipped name, or itself. */
export function resolveAlias(name: string, models: Models): string {
  const alias = findAlias(name, models)
  return (typeof alias === 'object' ? alias.id : alias) ?? name
}
