/** Where a member stands in a JSON value: names of members and indexes of elements, from the root. */
export type Path = readonly (string | number)[]

const PLAIN_NAME = /^[A-Za-z_$][\w$-]*$/

/** `['messages', 0, 'content']` → `messages[0].content`: as the translator names fields. The root is an empty text. */
export function formatPath(path: Path): string {
  let text = ''
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else if (PLAIN_NAME.test(step)) text += text === '' ? step : `.${step}`
    else text += `[${JSON.stringify(step)}]`
  }
  return text
}

/** Whether `inner` is `outer` or stands below it. */
export function isWithin(inner: Path, outer: Path): boolean {
  return outer.length <= inner.length && outer.every((step, index) => step === inner[index])
}
