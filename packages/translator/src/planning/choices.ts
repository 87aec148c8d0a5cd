import { parseModelId } from '../model-facts/model-id.ts'
import type { ApiChoice, HostChoice, PlanRequest } from './way.ts'

/** What the route's options say of this model. */
export interface Choices {
  /** `undefined`: nothing, which is `auto`. */
  readonly api: ApiChoice | undefined
  readonly host: HostChoice
}

/** Options that may be tables, read for one model: by the name in the request, by its id, or by its id without a prefix. */
export function readChoices({ requestedModel, model, options }: PlanRequest): Choices {
  const names = [requestedModel, model.id, parseModelId(model.id).model]
  return { api: choose(options.api, names), host: choose(options.host, names) ?? 'auto' }
}

function choose<Choice extends string>(
  option: Choice | Readonly<Record<string, Choice>> | undefined,
  names: readonly (string | undefined)[],
): Choice | undefined {
  if (typeof option !== 'object') return option
  const name = names.find((key) => key !== undefined && Object.hasOwn(option, key))
  return name === undefined ? undefined : option[name]
}
