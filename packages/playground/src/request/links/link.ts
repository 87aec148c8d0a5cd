import { formatPath, isWithin, type Path } from '../../json/path.ts'

/** Where something of a request ends up: the beginning of a path is `host`, `path`, or `body` with a path below it. */
export type SentPath = Path

/** A member of the request and what has become of it. */
export interface Link {
  readonly request: Path
  readonly sent: SentPath
}

/** What is sent, as far as links lead into it. */
export interface SentTree {
  readonly host: string
  readonly path: string
  readonly body: unknown
}

/** Links without repetition, in which either side can be looked up. */
export class Links {
  readonly #byRequest = new Map<string, SentPath[]>()
  readonly #bySent = new Map<string, Path[]>()
  readonly all: Link[] = []

  add(request: Path, sent: SentPath): void {
    const known = this.#byRequest.get(formatPath(request)) ?? []
    if (known.some((path) => formatPath(path) === formatPath(sent))) return
    this.#byRequest.set(formatPath(request), [...known, sent])
    this.#bySent.set(formatPath(sent), [...(this.#bySent.get(formatPath(sent)) ?? []), request])
    this.all.push({ request, sent })
  }

  /** What has become of exactly this member; nothing where that is not known. */
  sentOf(request: Path): readonly SentPath[] {
    return this.#byRequest.get(formatPath(request)) ?? []
  }

  /** Which members exactly this part comes from. */
  requestOf(sent: SentPath): readonly Path[] {
    return this.#bySent.get(formatPath(sent)) ?? []
  }

  /** The links that begin at a member or below it. */
  from(request: Path): Link[] {
    return this.all.filter((link) => isWithin(link.request, request))
  }
}
