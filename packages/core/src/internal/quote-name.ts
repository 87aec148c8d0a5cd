/** How keys begin: of OpenAI, Anthropic, Stripe, Groq, xAI, Hugging Face, GitHub, AWS and Google, and tokens. */
const KEY_PREFIX = /(?:^|[^a-z0-9])(?:(?:sk|pk|rk|gsk|xai|hf|ghp)[-_]|AKIA|ASIA|AIza|eyJ|bearer\s)\S{4,}/i

/** A UUID, or 32 characters and more as random bytes are written. */
const RANDOM = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=.*\d)[a-z0-9+/=_]{32,})$/i

/**
 * A name that was not found, in quotes for an error message; `undefined` where it looks like a key, which must not end up in a log.
 * A URL is quoted without user, password, query and fragment.
 */
export function quoteName(name: string): string | undefined {
  const url = /^\s*[a-z][a-z0-9+.-]*:\/\//i.test(name) ? URL.parse(name.trim()) : undefined
  if (url === null) return undefined
  const shown = url === undefined ? name : `${url.protocol}//${url.host}${url.pathname}`
  const parts = url === undefined ? [name] : [url.host, ...url.pathname.split('/')]
  return parts.some(looksLikeKey) ? undefined : `"${shown}"`
}

/** Whether a text is one that people take for a key: by its beginning, its long random part, or a password before an `@`. */
function looksLikeKey(text: string): boolean {
  if (KEY_PREFIX.test(text) || RANDOM.test(text.trim()) || /^[^\s/@][^\s/@:]*:[^\s/@]+@/.test(text))
    return true
  if (/[?&][\w-]+=/.test(text)) return true
  return text
    .split(/[^A-Za-z0-9]/)
    .some((part) => part.length >= 16 && /\d/.test(part) && /[a-z]/i.test(part))
}
