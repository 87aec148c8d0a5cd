// Preloaded into servers that have no host flag: whatever they listen on, it is loopback.
const { Server } = require('node:net')

const listen = Server.prototype.listen

Server.prototype.listen = function (...args) {
  const [first] = args
  if (typeof first === 'number' || typeof first === 'string') {
    const callback = args.find((value) => typeof value === 'function')
    return listen.call(this, { port: Number(first), host: '127.0.0.1' }, callback)
  }
  if (typeof first === 'object' && first !== null && 'port' in first)
    args[0] = { ...first, host: '127.0.0.1' }
  return listen.apply(this, args)
}
