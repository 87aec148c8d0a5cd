import { isObject, type JsonObject } from '../json-shape.ts'

/** A tool of the caller's as Responses names it in calls. */
export interface NamespacedName {
  readonly namespace: string | undefined
  readonly name: string
}

/** A tool of a request: one by itself, or one of a namespace's. */
export interface ListedTool {
  readonly tool: unknown
  /** The caller's path, e.g. `tools[1].tools[0]`. */
  readonly path: string
  readonly namespace: { readonly name: string; readonly description: string } | undefined
}

/**
 * The one name that the translation knows a tool by. Bedrock has no namespaces: tools of one are offered with its name before
 * their own. OpenAI's names hold no dots.
 */
export function joinName({ namespace, name }: NamespacedName): string {
  return namespace === undefined ? name : `${namespace}.${name}`
}

/** The name of a call or a choice, as far as it is one. */
export function readName({ name, namespace }: JsonObject): NamespacedName | undefined {
  if (typeof name !== 'string') return undefined
  return { name, namespace: typeof namespace === 'string' && namespace !== '' ? namespace : undefined }
}

/** Every tool of a request, those of namespaces and of `additional_tools` items included, in order. Nothing is checked. */
export function listTools(tools: unknown, toolsPath: string, input: unknown): ListedTool[] {
  const items: readonly unknown[] = Array.isArray(input) ? input : []
  return [
    ...flatten(tools, toolsPath),
    ...items.flatMap((item, index) =>
      isObject(item) && item['type'] === 'additional_tools'
        ? flatten(item['tools'], `input[${index}].tools`)
        : [],
    ),
  ]
}

function flatten(tools: unknown, path: string): ListedTool[] {
  const list: readonly unknown[] = Array.isArray(tools) ? tools : []
  return list.flatMap((tool, index): ListedTool[] => {
    const toolPath = `${path}[${index}]`
    if (!isObject(tool) || tool['type'] !== 'namespace')
      return [{ tool, path: toolPath, namespace: undefined }]
    const namespace = { name: toText(tool['name']), description: toText(tool['description']) }
    return flatten(tool['tools'], `${toolPath}.tools`).map((inner) => ({ ...inner, namespace }))
  })
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The names of listed tools. Faulty shapes are skipped. */
export function namesOf(listed: readonly ListedTool[]): NamespacedName[] {
  return listed.flatMap(({ tool, namespace }) => {
    const name = isObject(tool) ? tool['name'] : undefined
    return typeof name === 'string' ? [{ name, namespace: namespace?.name }] : []
  })
}

/** A name that a choice or a call says, its namespace too where it leaves that out and no other tool is meant. */
export function resolveName(said: NamespacedName, offered: readonly NamespacedName[]): NamespacedName {
  const called = offered.filter(({ name }) => name === said.name)
  if (said.namespace !== undefined || called.some(({ namespace }) => namespace === undefined)) return said
  const [only, ...others] = called
  return only === undefined || others.length > 0 ? said : only
}
