// Changes the client classes of openai-node's sources on their way into its tests: what is exported registers each client
// that is made. Used as a plugin of vitest and as a transformer of jest.
const CLIENTS = /\/src\/(client|azure|bedrock)\.ts$/

/**
 * @param file the path of a source file of openai-node
 * @param code its text
 * @returns the text to use, or `undefined` where nothing is to be changed
 */
function wrapSource(file, code) {
  if (!CLIENTS.test(file)) return undefined
  const [, name] = /^export class (\w+) /m.exec(code) ?? []
  if (name === undefined)
    throw new Error(`${file} exports no class: this is not an openai-node that is known here`)
  const plain = code.replace(`export class ${name} `, `class ${name} `)
  return `${plain}
const Registered${name} = (globalThis as any)[Symbol.for('patchbay.openai-suite')](${name});
export { Registered${name} as ${name} };
`
}

/** For vitest. */
function wrapClientsPlugin() {
  return {
    name: 'wrap-clients',
    enforce: 'pre',
    transform(code, id) {
      const wrapped = wrapSource(id.split('?')[0], code)
      return wrapped === undefined ? undefined : { code: wrapped, map: null }
    },
  }
}

/** For jest: what the suite's own transformer makes of the changed text. */
function createTransformer({ transformer, options }) {
  const own = require(require.resolve(transformer, { paths: [process.cwd()] })).createTransformer(options)
  return {
    ...own,
    getCacheKey: (code, file, ...rest) => `patchbay-${own.getCacheKey?.(code, file, ...rest) ?? code}`,
    process: (code, file, ...rest) => own.process(wrapSource(file, code) ?? code, file, ...rest),
  }
}

module.exports = { wrapClientsPlugin, createTransformer }
