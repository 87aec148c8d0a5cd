import type { Path } from '../../json/path.ts'

/** Members that hold JSON Schema. */
const SCHEMAS = new Set(['parameters', 'input_schema', 'schema', 'inputSchema'])

/** Whether a member is a part of a JSON Schema, the schema itself not counted. */
export function inSchema(path: Path): boolean {
  return path.slice(0, -1).some((step) => SCHEMAS.has(String(step)))
}
