import type { RequestApi } from '../apis.ts'
import type { RouteChoices } from '../route-choices.ts'

/** A request to begin with. */
export interface Example {
  /** Unique among the examples of its API. */
  readonly id: string
  readonly label: string
  readonly api: RequestApi
  readonly request: object
  /** Options of the route beyond its defaults. */
  readonly choices?: Partial<RouteChoices>
  /** It is there to show a refusal: what it holds is no valid request. */
  readonly isBroken?: true
}
