import type { Redactor } from './redaction/redactor.ts'
import type { RouteDescription } from './route-description.ts'
import type { Warning } from './warning.ts'

/** One request that a route would send. */
export interface UnsentRequest {
  readonly method: string
  readonly url: string
  /** As they would be sent: what is secret in them is taken out by whoever shows them. */
  readonly headers: Headers
  /** As it would be sent. */
  readonly body: RequestInit['body']
  /** The model that the request names; default: what its body or its path names. */
  readonly model?: string | undefined
  /** Which of Amazon Bedrock's services it is for: `bedrock-runtime`, `bedrock-mantle`, or `bedrock` for the control plane. */
  readonly host?: string | undefined
  /** The route that would send it. Default: the one that `tries` was told of last. */
  readonly target?: RouteDescription | undefined
  /** What authenticates it, in words and without any of it; `undefined` where that is among the headers. */
  readonly credentials?: string | undefined
  /** Takes the route's own secrets out of what is shown. Default: those among the headers are. */
  readonly redactor?: Redactor | undefined
}

/** What an explained request runs into, in place of a network. */
export interface Explanation {
  /**
   * Takes the request that would be sent now. It never resolves: nobody reads an answer that was made up, and nothing is concluded
   * from it. It rejects once the explanation is over.
   */
  readonly send: (request: UnsentRequest) => Promise<never>
  /** Told what is known of a command of the AWS SDK before the SDK has written it: which route is tried. */
  readonly tries: (facts: Pick<UnsentRequest, 'target' | 'host' | 'credentials'>) => void
  /** Takes a warning, in place of the route's and the configured handler. */
  readonly warn: (warning: Warning) => void
}
