// A setup file of openai-node's tests: makes the function that their wrapped client classes are exported through. Every client
// is registered on a gateway route that leaves the wire equal: its own base, its own key, nothing added.
const { appendFileSync } = require('node:fs')

const { gateway, register } = require(process.env.PATCHBAY_SUITE_SDK)

const wrapped = new Set()

globalThis[Symbol.for('patchbay.openai-suite')] = (Client) => {
  const Registered = new Proxy(Client, {
    construct(target, args, newTarget) {
      // A class of openai's own that extends another one registers what it has made itself, complete.
      const isComplete = newTarget === Registered || !wrapped.has(newTarget)
      const client = Reflect.construct(target, args, newTarget === Registered ? target : newTarget)
      return isComplete ? registered(client, target.name) : client
    },
  })
  wrapped.add(Client)
  return Registered
}

function registered(client, name) {
  try {
    const route = gateway({ baseURL: client.baseURL, credentials: 'forward', allowInsecure: true })
    const result = register(client, route)
    note(`registered ${name}`)
    return result
  } catch (error) {
    note(`left ${name}: ${error.message.split('\n')[0]}`)
    return client
  }
}

const note = (line) => appendFileSync(process.env.PATCHBAY_SUITE_LOG, `${line}\n`)
