import { decodeBase64, encodeBase64 } from '../base64.ts'
import { isObject } from '../json-shape.ts'

/** Members of Converse's shapes that hold the caller's or the model's own JSON, which is not to be converted. */
const OPAQUE_MEMBERS: ReadonlySet<string> = new Set([
  'input',
  'json',
  'inputSchema',
  'additionalModelRequestFields',
  'additionalModelResponseFields',
  'requestMetadata',
  'promptVariables',
])

/**
 * A Converse request, answer or stream event as the AWS SDK types it → its JSON on the wire: bytes become base64.
 * `modelId` is taken off: on the wire it stands in the path. The input is not changed; parts without bytes are shared with it.
 *
 * https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html (blobs)
 */
export function toConverseJson(value: object): Record<string, unknown> {
  return encodeConverse(value, encodeBase64)
}

/** As `toConverseJson`, with functions of one's own that make text of bytes, and of texts others. */
export function encodeConverse(
  value: object,
  encode: (bytes: Uint8Array) => string,
  change?: (text: string) => string,
): Record<string, unknown> {
  const { modelId: _inPath, ...body } = value as Record<string, unknown>
  return encodeMembers(body, encode, change) as Record<string, unknown>
}

/**
 * The reverse: JSON from the wire → the AWS SDK's types. `source.bytes` and `redactedContent` become bytes; the
 * model's own JSON (tool input, extra fields) is left alone whatever its members are called.
 */
export function fromConverseJson<Shape = unknown>(json: unknown): Shape {
  return decodeMembers(json, '') as Shape
}

function encodeMembers(
  value: unknown,
  encode: (bytes: Uint8Array) => string,
  change: ((text: string) => string) | undefined,
): unknown {
  if (value instanceof Uint8Array) return encode(value)
  if (typeof value === 'string') return change === undefined ? value : change(value)
  return mapMembers(value, (member) => encodeMembers(member, encode, change))
}

function decodeMembers(value: unknown, parent: string): unknown {
  return mapMembers(value, (member, key) => {
    const isBlob = (key === 'bytes' && parent === 'source') || key === 'redactedContent'
    if (isBlob && typeof member === 'string') return decodeBase64(member) ?? member
    return decodeMembers(member, key === '' ? parent : key)
  })
}

/** Copies an object or array only when one of its members changes. */
function mapMembers(value: unknown, map: (member: unknown, key: string) => unknown): unknown {
  if (Array.isArray(value)) {
    let copy: unknown[] | undefined
    for (let index = 0; index < value.length; index += 1) {
      const mapped = map(value[index], '')
      if (mapped !== value[index]) (copy ??= [...(value as unknown[])])[index] = mapped
    }
    return copy ?? (value as unknown)
  }
  if (!isObject(value)) return value
  let copy: Record<string, unknown> | undefined
  for (const key of Object.keys(value)) {
    if (OPAQUE_MEMBERS.has(key)) continue
    const member = value[key]
    const mapped = map(member, key)
    if (mapped !== member) (copy ??= { ...value })[key] = mapped
  }
  return copy ?? value
}
