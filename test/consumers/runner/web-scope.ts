// Runs the worker in a bundle (an ES module) in a scope that has what browsers and workers have, and nothing of Node: no
// `process`, no `Buffer`, no `require`, no builtin. Prints the plain and the streamed answer, a line each.
//
//   node --experimental-vm-modules web-scope.ts bundle.mjs
import { readFileSync } from 'node:fs'
import vm from 'node:vm'

interface Worker {
  fetch(request: Request, env: NodeJS.ProcessEnv): Promise<Response>
}

const NAMES = `
  fetch Headers Request Response FormData Blob File URL URLSearchParams
  ReadableStream WritableStream TransformStream TextEncoder TextDecoder TextEncoderStream TextDecoderStream
  AbortController AbortSignal DOMException Event EventTarget crypto performance structuredClone queueMicrotask
  setTimeout clearTimeout setInterval clearInterval atob btoa console Uint8Array ArrayBuffer`

const names = NAMES.trim().split(/\s+/)
const globals = globalThis as unknown as Record<string, unknown>
const scope = vm.createContext(Object.fromEntries(names.map((name) => [name, globals[name]])))
const bundle = new vm.SourceTextModule(readFileSync(process.argv[2] ?? '', 'utf8'), { context: scope })
await bundle.link((specifier) => {
  throw new Error(`the bundle imports ${specifier}`)
})
await bundle.evaluate()
const worker = (bundle.namespace as { default: Worker }).default

for (const stream of [false, true]) {
  const body = JSON.stringify({ question: 'What is 12 + 30?', stream })
  const answer = await worker.fetch(new Request('http://127.0.0.1/', { method: 'POST', body }), process.env)
  console.log(stream ? textOfChunks(await answer.text()) : await answer.text())
}

/** The text in a stream of JSON lines. */
function textOfChunks(lines: string): string {
  const chunks = lines.trim().split('\n')
  const parsed = chunks.map((line) => JSON.parse(line) as { choices: { delta: { content?: string } }[] })
  return parsed.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')
}
