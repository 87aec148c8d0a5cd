import type { JsonEditor } from '../editor/json-editor.ts'
import { locateMembers, type Member, memberAt, memberWith, type TextRange } from '../json/members.ts'
import type { Path } from '../json/path.ts'
import type { Links } from './links/link.ts'
import type { AddressPart, ResultView } from './result-view.ts'

/** Highlights on both sides what belongs together, by what the reader points at. */
export class LinkHighlighter {
  readonly #request: JsonEditor
  readonly #result: ResultView
  #links: Links | undefined
  /** What the reader points at. */
  #point: () => void = () => this.#show([], [])
  #requestMembers: readonly Member[] = []
  #sentMembers: readonly Member[] = []

  constructor(request: JsonEditor, result: ResultView) {
    this.#request = request
    this.#result = result
  }

  /** Takes the links of what is shown now; `undefined` as long as they are not known. */
  setLinks(links: Links | undefined): void {
    this.#links = links
    this.#requestMembers = links === undefined ? [] : locateMembers(this.#request.text())
    this.#sentMembers = links === undefined ? [] : locateMembers(this.#result.editor.text())
    if (links === undefined) this.#show([], [])
    else this.#point()
  }

  /** @param offset where in the request the pointer or the cursor is */
  pointAtRequest(offset: number | undefined): void {
    this.#pointAt(() => this.#showRequest(offset))
  }

  #showRequest(offset: number | undefined): void {
    const member = offset === undefined ? undefined : memberAt(this.#requestMembers, offset)
    const sent = member === undefined ? [] : (this.#links?.sentOf(member.path) ?? [])
    this.#show(member === undefined || sent.length === 0 ? [] : [member.path], sent, 'result')
  }

  /** @param offset where in the body the pointer or the cursor is */
  pointAtBody(offset: number | undefined): void {
    this.#pointAt(() => {
      const member = offset === undefined ? undefined : memberAt(this.#sentMembers, offset)
      this.#showSent(member && ['body', ...member.path])
    })
  }

  pointAtAddress(part: AddressPart | undefined): void {
    this.#pointAt(() => this.#showSent(part && [part]))
  }

  /** What is pointed at before the links are known is shown when they are. */
  #pointAt(show: () => void): void {
    this.#point = show
    show()
  }

  #showSent(sent: Path | undefined): void {
    const request = sent === undefined ? [] : (this.#links?.requestOf(sent) ?? [])
    this.#show(request, sent === undefined || request.length === 0 ? [] : [sent], 'request')
  }

  #show(request: readonly Path[], sent: readonly Path[], followed?: 'request' | 'result'): void {
    const body = sent.filter(([first]) => first === 'body').map((path) => path.slice(1))
    this.#request.setLinked(rangesOf(request, this.#requestMembers), followed === 'request')
    this.#result.editor.setLinked(rangesOf(body, this.#sentMembers), followed === 'result')
    this.#result.setLinkedFacts(
      sent.flatMap(([first]) => (first === 'host' || first === 'path' ? [first] : [])),
    )
  }
}

function rangesOf(paths: readonly Path[], members: readonly Member[]): TextRange[] {
  const ranges = paths.flatMap((path) => memberWith(members, path) ?? [])
  return ranges.toSorted((one, other) => one.from - other.from)
}
