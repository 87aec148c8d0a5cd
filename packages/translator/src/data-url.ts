import { decodeBase64 } from './base64.ts'

/** A data URL taken apart. */
export interface DataUrl {
  /** Lower case, without parameters; `text/plain` where the URL names none (RFC 2397). */
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** Whether a text starts like a data URL. */
export function isDataUrl(text: string): boolean {
  return /^data:/i.test(text)
}

/**
 * Takes a data URL apart, base64 or percent-encoded. Parameters after the media type are ignored.
 *
 * @returns `undefined` when it is malformed
 *
 * https://www.rfc-editor.org/rfc/rfc2397
 */
export function parseDataUrl(url: string): DataUrl | undefined {
  const comma = url.indexOf(',')
  if (!isDataUrl(url) || comma < 0) return undefined
  const [type = '', ...parameters] = url.slice('data:'.length, comma).split(';')
  const isBase64 = parameters.some((parameter) => parameter.trim().toLowerCase() === 'base64')
  const data = url.slice(comma + 1)
  const bytes = isBase64 ? decodeBase64(decodePercent(data) ?? data) : percentBytes(data)
  return bytes === undefined ? undefined : { mediaType: type.trim().toLowerCase() || 'text/plain', bytes }
}

function percentBytes(data: string): Uint8Array | undefined {
  const text = decodePercent(data)
  return text === undefined ? undefined : new TextEncoder().encode(text)
}

function decodePercent(text: string): string | undefined {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
