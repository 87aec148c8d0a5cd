// Builds for browsers and workers hold no module of Node and nothing of AWS that reads files, not even behind `import()`: many
// bundlers stop at those. What needs one stands in a file `*.node.ts`, beside a `*.web.ts` without it.
export function isAbsentOnTheWeb(id) {
  return id.startsWith('node:') || id === '@aws-sdk/credential-providers' || id === '@smithy/core/config'
}

/** Makes a build fail that reaches a module which browsers and workers do not have. */
export function withoutNode() {
  return {
    name: 'without-node',
    resolveId: {
      order: 'pre',
      handler: (id, importer) => {
        if (isAbsentOnTheWeb(id))
          throw new Error(`${importer} reaches ${id}, which browsers and workers do not have.`)
      },
    },
  }
}
