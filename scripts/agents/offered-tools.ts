/** A tool that a program offers, as Bedrock gets it. */
export interface OfferedTool {
  readonly name: string
  /** Takes text rather than JSON. */
  readonly custom: boolean
}

/** The tools of a request, by whichever of Bedrock's APIs it came. */
export function listOfferedTools(body: unknown): readonly OfferedTool[] {
  const { tools, toolConfig, input } = asRecord(body)
  const late = listRecords(input).filter(({ type }) => type === 'additional_tools')
  return [
    ...listRecords(asRecord(toolConfig)['tools']).map(({ toolSpec }) => asRecord(toolSpec)),
    ...listRecords(tools),
    ...late.flatMap((item) => listRecords(item['tools'])),
  ].flatMap(toOffered)
}

function toOffered(tool: Readonly<Record<string, unknown>>): readonly OfferedTool[] {
  if (tool['type'] === 'namespace') return listRecords(tool['tools']).flatMap(toOffered)
  const name = tool['name'] ?? asRecord(tool['function'])['name']
  return typeof name === 'string' ? [{ name, custom: tool['type'] === 'custom' }] : []
}

function listRecords(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(asRecord) : []
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
