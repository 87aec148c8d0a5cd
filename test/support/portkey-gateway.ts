import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

/** The open-source Portkey gateway, running on loopback in a process of its own. */
export interface PortkeyGateway {
  /** The service's root, e.g. `http://127.0.0.1:41234`. */
  readonly url: string
  close(): Promise<void>
}

/** Starts the gateway that Portkey publishes, and resolves when it says that it takes connections. */
export async function startPortkeyGateway(): Promise<PortkeyGateway> {
  const port = await freePort()
  const require = createRequire(import.meta.url)
  const start = require.resolve('@portkey-ai/gateway/build/start-server.js')
  const preload = fileURLToPath(new URL('bind-loopback.cjs', import.meta.url))
  const child = spawn(process.execPath, ['--require', preload, start, '--headless', `--port=${port}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const ready = new Promise<void>((resolve, reject) => {
    const read = (data: Buffer): void => {
      output += data.toString()
      if (output.includes('Ready for connections')) resolve()
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', (code) => reject(new Error(`The gateway ended with ${code}:\n${output}`)))
  })
  await ready
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** A port that the system has just given out: the gateway takes a number only. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}
