/** An HTTP/1.1 server on 127.0.0.1. */
export interface ListeningServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  /** How many sockets were opened so far. */
  readonly connectionCount: number
  /** Stops listening and destroys every open socket. Can be called again. */
  close(): Promise<void>
}
