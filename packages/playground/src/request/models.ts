import { listModelNames, parseModelId, resolveModelName } from '@patchbay/translator'

/** A model that can be picked. */
export interface PickedModel {
  readonly name: string
  readonly id: string
}

/** Models of one maker. */
export interface ModelGroup {
  readonly maker: string
  readonly models: readonly PickedModel[]
}

/** How makers are written, by the beginnings of ids; the first are listed first. */
const MAKERS: Readonly<Record<string, string>> = {
  anthropic: 'Anthropic',
  openai: 'OpenAI',
  amazon: 'Amazon',
  meta: 'Meta',
  mistral: 'Mistral AI',
  deepseek: 'DeepSeek',
  qwen: 'Qwen',
  xai: 'xAI',
  moonshotai: 'Moonshot AI',
  moonshot: 'Moonshot AI',
  zai: 'Z.ai',
  minimax: 'MiniMax',
  google: 'Google',
}

/**
 * The models of the translator's table by their makers, each id once: of several names the one that is no other's spelling with
 * reasoning turned on, and the table's last.
 */
export function listModels(): ModelGroup[] {
  const byId = new Map<string, PickedModel>()
  for (const name of listModelNames()) {
    const resolved = resolveModelName(name)
    if (resolved === undefined) continue
    const { id, thinking } = resolved
    if (!thinking || !byId.has(id)) byId.set(id, { name, id })
  }
  const byMaker = Map.groupBy(byId.values(), ({ id }) => makerOf(id))
  const order = [...new Set(Object.values(MAKERS))]
  const makers = [...byMaker.keys()].toSorted((a, b) => rank(order, a) - rank(order, b))
  return makers.map((maker) => ({ maker, models: (byMaker.get(maker) ?? []).toSorted(byName) }))
}

function makerOf(id: string): string {
  const { provider = 'other' } = parseModelId(id)
  return MAKERS[provider] ?? provider
}

function rank(order: readonly string[], maker: string): number {
  const index = order.indexOf(maker)
  return index === -1 ? order.length : index
}

/** Later versions first. */
function byName(one: PickedModel, other: PickedModel): number {
  return other.name.localeCompare(one.name, 'en', { numeric: true, sensitivity: 'base' })
}
