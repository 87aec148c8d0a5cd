import { answers, type Arrived, type Conduct, type Exchange } from './hostile-server.ts'

/** One way in which a gateway or a backend can fail. */
export interface FailureMode {
  readonly name: string
  /** What the server does; `refused`: nobody listens. */
  readonly conduct: (trap: string) => Conduct | 'refused'
  /** Whether the call must end in its whole answer; otherwise in an error. */
  readonly succeeds?: boolean
  /** Whether only a time limit ends it. */
  readonly stalls?: boolean
  /** The environment while it is tried. */
  readonly environment?: (trap: string) => Readonly<Record<string, string>>
}

/** A failure in the words of every protocol, which quotes the request's headers as careless servers do. */
export function failureBody({ headers }: Arrived, status: number): string {
  const message = `status ${status}; your request was ${JSON.stringify(headers)}`
  return JSON.stringify({
    message,
    type: 'error',
    error: { type: 'api_error', code: null, param: null, message },
  })
}

function send({ socket }: Exchange, status: number, headers: Record<string, string>, body: string): void {
  const lines = Object.entries({
    'content-length': `${Buffer.byteLength(body)}`,
    connection: 'close',
    ...headers,
  })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  socket.end(`HTTP/1.1 ${status} Status\r\n${head}\r\n${body}`)
}

const JSON_TYPE = { 'content-type': 'application/json' }

const status = (code: number, headers: Record<string, string> = {}): FailureMode => ({
  name: [code, ...Object.keys(headers)].join(' with '),
  conduct: () => (exchange) =>
    send(exchange, code, { ...JSON_TYPE, ...headers }, failureBody(exchange.request, code)),
})

const redirect = (
  code: number,
  name: string,
  location: (trap: string, target: string) => string,
): FailureMode => ({
  name: `${code} to ${name}`,
  conduct: (trap) => (exchange) =>
    send(exchange, code, { location: location(trap, exchange.request.target) }, ''),
})

const body = (name: string, type: string, text: string, code = 200): FailureMode => ({
  name,
  conduct: () => (exchange) => send(exchange, code, { 'content-type': type }, text),
})

/** The right answer with further headers that point elsewhere. */
const withHeaders = (name: string, headers: (trap: string) => string): FailureMode => ({
  name,
  succeeds: true,
  conduct:
    (trap) =>
    async ({ socket, answer }) => {
      const { head, body: rest } = await answer()
      socket.end(Buffer.concat([head.subarray(0, -2), Buffer.from(`${headers(trap)}\r\n\r\n`), rest]))
    },
})

const environment = (name: string, variables: (trap: string) => Record<string, string>): FailureMode => ({
  name,
  succeeds: true,
  conduct: () => answers,
  environment: variables,
})

const HTML = '<!doctype html><html><head><title>Sign in</title></head><body><form></form></body></html>'
const elsewhere = (trap: string, target: string): string => trap + target

/** All of them. */
export const FAILURE_MODES: readonly FailureMode[] = [
  { name: 'no failure', conduct: () => answers, succeeds: true },
  { name: 'refused', conduct: () => 'refused' },
  {
    name: 'reset before headers',
    conduct:
      () =>
      ({ socket }) =>
        void socket.resetAndDestroy(),
  },
  {
    name: 'closed before headers',
    conduct:
      () =>
      ({ socket }) =>
        void socket.end(),
  },
  {
    name: 'reset within headers',
    conduct:
      () =>
      ({ socket }) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-ty', () => socket.resetAndDestroy())
      },
  },
  {
    name: 'reset after headers',
    conduct:
      () =>
      async ({ socket, answer }) => {
        socket.write((await answer()).head, () => socket.resetAndDestroy())
      },
  },
  {
    name: 'reset within the body',
    conduct:
      () =>
      async ({ socket, answer }) => {
        const { head, body: whole } = await answer()
        socket.write(Buffer.concat([head, whole.subarray(0, whole.length >> 1)]), () => socket.destroy())
      },
  },
  redirect(301, 'the provider', elsewhere),
  redirect(302, 'the provider', elsewhere),
  redirect(303, 'the provider', elsewhere),
  redirect(307, 'the provider', elsewhere),
  redirect(308, 'the provider', elsewhere),
  redirect(307, 'the provider without a scheme', (trap, target) => `${trap.replace('http:', '')}${target}`),
  redirect(307, 'the public internet', () => 'https://api.openai.com/v1/chat/completions'),
  redirect(308, 'the metadata service', () => 'http://169.254.169.254/latest/meta-data/'),
  redirect(307, 'itself without end', (_trap, target) => target),
  status(400),
  status(401),
  status(403),
  status(407, { 'proxy-authenticate': 'Basic realm="x"' }),
  status(408),
  status(421),
  status(429),
  status(429, { 'retry-after': '0' }),
  status(500),
  status(502),
  status(503),
  { name: 'stall before headers', stalls: true, conduct: () => () => {} },
  {
    name: 'stall after headers',
    stalls: true,
    conduct:
      () =>
      async ({ socket, answer }) =>
        void socket.write((await answer()).head),
  },
  {
    name: 'stall within the body',
    stalls: true,
    conduct:
      () =>
      async ({ socket, answer }) => {
        const { head, body: whole } = await answer()
        socket.write(Buffer.concat([head, whole.subarray(0, whole.length >> 1)]))
      },
  },
  body('a sign-in page with 200', 'text/html; charset=utf-8', HTML),
  body('a page with 503', 'text/html', HTML, 503),
  body('an empty 200', 'application/json', ''),
  body('no JSON with 200', 'application/json', '{"id": "x", "choices": [{"mess'),
  {
    name: 'not HTTP',
    conduct:
      () =>
      ({ socket }) =>
        void socket.end('SSH-2.0-OpenSSH_9.9\r\n\r\n'),
  },
  withHeaders(
    'Alt-Svc that names the provider',
    (trap) => `alt-svc: h2="${trap.slice('http://'.length)}"; ma=60`,
  ),
  withHeaders('Location on a 200', (trap) => `location: ${trap}/\r\nrefresh: 0; url=${trap}/`),
  environment('proxies in the environment', (trap) => ({
    HTTP_PROXY: trap,
    HTTPS_PROXY: trap,
    http_proxy: trap,
    https_proxy: trap,
    ALL_PROXY: trap,
  })),
  environment('endpoints in the environment', (trap) => ({
    OPENAI_BASE_URL: `${trap}/v1`,
    OPENAI_API_BASE: `${trap}/v1`,
    AZURE_OPENAI_ENDPOINT: trap,
    ANTHROPIC_BASE_URL: trap,
    AWS_ENDPOINT_URL: trap,
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: trap,
    PATCHBAY_GATEWAY: `${trap}/v1`,
    PATCHBAY_GATEWAY_API_KEY: 'key-of-another-gateway',
  })),
]
