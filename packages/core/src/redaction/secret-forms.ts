/** One way in which a secret may be written, escapes aside. */
export interface SecretForm {
  readonly text: string
  /** `word`: found only where it stands alone. `base64`: found with all of the Base64 around it. */
  readonly kind: 'plain' | 'word' | 'base64'
}

/** A secret of fewer characters may be a part of ordinary words. */
export const LONG_SECRET = 8

/** A secret as it is, and as it may stand anywhere within a text in Base64. */
export function secretForms(secret: string): readonly SecretForm[] {
  if (secret.length < LONG_SECRET) return [{ text: secret, kind: 'word' }]
  return [
    { text: secret, kind: 'plain' },
    ...base64Forms(secret).map((text): SecretForm => ({ text, kind: 'base64' })),
  ]
}

/** What is the same in Base64 whatever stands before and after: three bytes become four characters. */
function base64Forms(secret: string): readonly string[] {
  const bytes = String.fromCharCode(...new TextEncoder().encode(secret))
  const standard = [0, 1, 2].map((before) => {
    const encoded = btoa('\0'.repeat(before) + bytes)
    return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
  })
  const forURLs = standard.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))
  return [...new Set([...standard, ...forURLs])]
}
