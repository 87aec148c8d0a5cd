import { Stream } from 'node:stream'

/** Every way in which a text may hold a secret. */
export function spellings(secret: string): readonly { readonly name: string; readonly text: string }[] {
  const unicode = secret.split('').map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const bytes = Buffer.from(secret)
  return [
    { name: 'plain', text: secret },
    { name: 'JSON', text: JSON.stringify(secret).slice(1, -1) },
    { name: 'JSON with escaped slashes', text: secret.replaceAll('/', '\\/') },
    { name: 'JSON in code points', text: unicode.join('') },
    { name: 'JSON in upper-case code points', text: unicode.join('').toUpperCase().replaceAll('\\U', '\\u') },
    { name: 'URL', text: encodeURIComponent(secret) },
    {
      name: 'URL, lower case',
      text: encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase()),
    },
    { name: 'base64', text: bytes.toString('base64').replace(/=+$/, '') },
    { name: 'base64url', text: bytes.toString('base64url') },
  ]
}

/** The secrets that stand in a value, in any spelling, anywhere that an application or a log can read. */
export function secretsIn(value: unknown, secrets: readonly string[]): readonly string[] {
  const text = readable(value)
  return secrets.flatMap((secret) => {
    const found = spellings(secret).find((one) => text.includes(one.text))
    return found === undefined ? [] : [`${secret} (${found.name})`]
  })
}

const DEEPEST = 9

/** All texts in a value: own properties, hidden ones too, but not the sockets behind them. */
function readable(root: unknown): string {
  const seen = new Set<unknown>()
  const texts: string[] = []
  const visit = (value: unknown, depth: number): void => {
    if (typeof value === 'string') return void texts.push(value)
    if (typeof value !== 'object' || value === null || seen.has(value) || depth > DEEPEST) return
    seen.add(value)
    if (value instanceof Stream || value instanceof ReadableStream) return
    if (value instanceof Uint8Array) return void texts.push(Buffer.from(value).toString('latin1'))
    if (value instanceof Response) return visit([value.headers, value.url, value.statusText], depth + 1)
    if (value instanceof Headers || value instanceof Map) return visit([...value], depth + 1)
    for (const key of Reflect.ownKeys(value)) {
      if (typeof key === 'string') texts.push(key)
      visit(propertyOf(value, key), depth + 1)
    }
  }
  visit(root, 0)
  return texts.join('\n')
}

function propertyOf(value: object, key: PropertyKey): unknown {
  try {
    return Reflect.get(value, key) as unknown
  } catch (error) {
    return error
  }
}
