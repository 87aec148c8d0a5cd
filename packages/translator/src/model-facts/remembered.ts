/** Names of models come with requests: no more of them are remembered, and none that is longer. */
const MOST_ENTRIES = 500
const LONGEST_KEY = 300

/** The same function of a text, which remembers what it has given. What it gives is shared, and must not be changed. */
export function remembered<Value>(find: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>()
  return (text) => {
    const kept = known.get(text)
    if (kept !== undefined) return kept
    const value = find(text)
    if (text.length > LONGEST_KEY) return value
    if (known.size >= MOST_ENTRIES) known.clear()
    known.set(text, value)
    return value
  }
}
