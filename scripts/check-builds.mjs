// Loads both builds of the published packages in one process, as an application does whose dependencies differ in how they
// import: they must share one state, and `instanceof` must hold for the errors of either. Needs `npm run build`.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { PUBLISHED, readManifest } from './bundle/workspace.mjs'

const SUBPATHS = Object.keys(readManifest('sdk').exports).map((subpath) => subpath.slice('./'.length))
const builds = await loadBoth('sdk')
const { commonjs, esm } = builds
const BASE = 'https://gateway.example/v1'

await check('both builds export the same names, at every subpath', async () => {
  for (const name of PUBLISHED) {
    for (const subpath of name === 'sdk' ? SUBPATHS : ['']) {
      const { commonjs: required, esm: imported } = await loadBoth(name, subpath)
      assert.deepEqual(
        Object.keys(required).toSorted(),
        Object.keys(imported).toSorted(),
        `${name}/${subpath}`,
      )
    }
  }
})

await check('they are two copies', () => assert.notEqual(commonjs.register, esm.register))

await check('an error of one is an instance of the classes of the other', () => {
  for (const [thrower, other] of [
    [commonjs, esm],
    [esm, commonjs],
  ]) {
    const error = errorOf(() => thrower.gateway({ baseURL: 'no URL' }))
    assert.ok(error instanceof other.ConfigurationError)
    assert.ok(error instanceof other.PatchbayError)
    assert.ok(!(error instanceof other.UnknownRouteError))
  }
})

await check('one configuration', () => {
  commonjs.configure({ requireGateway: true })
  assert.ok(errorOf(() => esm.createFetch()) instanceof esm.ConfigurationError)
  esm.configure(null)
  assert.equal(typeof commonjs.createFetch('us.amazon.nova-lite-v1:0'), 'function')
})

await check('one registration of a client, whichever build and subpath is asked', async () => {
  const OpenAI = createRequire(join(process.cwd(), 'packages/sdk/package.json'))('openai')
  const { commonjs: openai } = await loadBoth('sdk', 'openai')
  const client = new OpenAI({ apiKey: 'unused' })
  openai.register(client, esm.gateway({ baseURL: BASE }))
  assert.equal(esm.registrationOf(client).route.baseURL, BASE)
  esm.register(client, commonjs.gateway({ baseURL: `${BASE}/other` }))
  assert.equal(openai.registrationOf(client).route.baseURL, `${BASE}/other`)
  commonjs.unregister(client)
  assert.equal(esm.registrationOf(client), undefined)
})

await check('an error of the translator is an instance, whichever copy threw it', async () => {
  const { commonjs: required, esm: imported } = await loadBoth('translator')
  assert.ok(new required.TranslationError('No.') instanceof imported.TranslationError)
})

/** What `require` and `import` give for a subpath of a published package. */
async function loadBoth(name, subpath = '') {
  const file = join(process.cwd(), 'packages', name, 'dist', subpath === '' ? 'index' : subpath)
  return {
    commonjs: createRequire(import.meta.url)(`${file}.cjs`),
    esm: await import(pathToFileURL(`${file}.js`).href),
  }
}

function errorOf(action) {
  try {
    action()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

async function check(name, action) {
  await action()
  console.log(`ok  ${name}`)
}
