import { request as httpRequest } from 'node:http'

interface Sent {
  readonly hostname: string
  readonly port?: number
  readonly path: string
  readonly method: string
  readonly headers: Record<string, string>
  readonly query?: Record<string, string>
  readonly body?: string | Uint8Array
}

/** A request handler as an application may bring it: with private members, and nothing of the SDK in it. */
export class OwnHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' }
  #count = 0

  get count(): number {
    return this.#count
  }

  handle({ hostname, port, path, query, method, headers, body }: Sent): Promise<{ response: unknown }> {
    this.#count += 1
    const search = new URLSearchParams(query).toString()
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest({
        hostname,
        port,
        path: search === '' ? path : `${path}?${search}`,
        method,
        headers,
      })
      outgoing.once('error', reject)
      outgoing.once('response', (message) => {
        const answered = { statusCode: message.statusCode, headers: message.headers, body: message }
        resolve({ response: answered })
      })
      outgoing.end(body)
    })
  }

  destroy(): void {}
  updateHttpClientConfig(_name: string, _value: unknown): void {}
  httpHandlerConfigs(): object {
    return {}
  }
}
