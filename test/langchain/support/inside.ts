/** What the types of a model do not show. */
export type Inside = Sender & {
  completions?: Sender
  responses?: Sender
  fields?: { configuration?: { fetch?: unknown } }
}

interface Sender {
  clientConfig: { fetch?: unknown }
  client?: { fetch: unknown; _options: { fetch?: unknown } }
}

export const inside = (model: object) => model as Inside
