// A preload for the examples: their imports of @patchbay/sdk get the one that explains every request before it is sent, and every
// request that a server in this process receives is kept. Both are written to the file in EXPLAIN_RECORDS when the process ends.
import { writeFileSync } from 'node:fs'
import { Server } from 'node:http'
import { registerHooks } from 'node:module'

const RECORDING = new URL('recording-sdk.ts', import.meta.url).href

registerHooks({
  resolve(specifier, context, next) {
    const isExample = context.parentURL?.includes('/examples/') === true
    return specifier === '@patchbay/sdk' && isExample ? next(RECORDING, context) : next(specifier, context)
  },
})

const records = { explained: [], arrived: [] }
globalThis[Symbol.for('patchbay.test.explain-records')] = records

const emit = Reflect.get(Server.prototype, 'emit')
Server.prototype.emit = function (name, request, ...rest) {
  if (name === 'request') keep(request, this.address())
  return Reflect.apply(emit, this, [name, request, ...rest])
}

/** The body is seen as the parser hands it to the request's stream: nobody else reads less of it. */
function keep(request, { port }) {
  const { method, url, headers } = request
  const parts = []
  const record = { method, url: `http://127.0.0.1:${port}${url}`, headers: { ...headers }, body: '' }
  records.arrived.push(record)
  const { push } = request
  request.push = (chunk, ...rest) => {
    if (chunk !== null) parts.push(chunk)
    record.body = Buffer.concat(parts).toString()
    return Reflect.apply(push, request, [chunk, ...rest])
  }
}

process.on('exit', () => writeFileSync(process.env.EXPLAIN_RECORDS, JSON.stringify(records)))
