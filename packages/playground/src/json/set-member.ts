import { locateMembers, memberWith } from './members.ts'

/** A change of a text: what stands from `from` to `to` becomes `insert`. */
export interface TextChange {
  readonly from: number
  readonly to: number
  readonly insert: string
}

/**
 * Sets a member at the root of a JSON object and leaves the rest of the text as it is written. A new one is put first.
 *
 * @returns `undefined` where the text holds no object, or the member has the value already
 */
export function setMember(text: string, name: string, value: unknown): TextChange | undefined {
  const members = locateMembers(text)
  const root = members[0]
  if (root === undefined || text[root.from] !== '{') return undefined
  const written = JSON.stringify(value)
  const member = memberWith(members, [name])
  if (member !== undefined) {
    const { from, to } = member.value
    return text.slice(from, to) === written ? undefined : { from, to, insert: written }
  }
  const at = root.from + 1
  const isEmpty = members.length === 1
  return { from: at, to: at, insert: `\n  ${JSON.stringify(name)}: ${written}${isEmpty ? '\n' : ','}` }
}
