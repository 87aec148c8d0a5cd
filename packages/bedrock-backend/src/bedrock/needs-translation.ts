import { resolveModel } from './model.ts'
import type { BedrockSettings } from './settings.ts'

/**
 * Whether commands of Bedrock clients for a model have to be translated, because Converse does not have it. A model that nothing is
 * known of does not: the service has the word.
 *
 * @param name - as the command has it; the route's `model` and `models` count as for every request
 */
export async function needsTranslation(name: string, { options }: BedrockSettings): Promise<boolean> {
  // What a profile of the application's stands for is not looked up: no model without Converse has any.
  const unknown = async (): Promise<undefined> => undefined
  try {
    const { facts } = await resolveModel(name, options, undefined, unknown)
    return !facts.capabilities.runtimeApis.includes('converse')
  } catch {
    return false
  }
}
