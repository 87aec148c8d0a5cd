import { rolldown } from 'rolldown'

import { isAbsentOnTheWeb, withoutNode } from '../../../scripts/bundle/without-node.mjs'

/**
 * An application in one script, which leaves its exports in the global `application`, built as a bundler builds it for workers: from source, by every condition but `node`.
 *
 * @throws Error where any of Node's modules, or AWS's credential providers, can be reached
 */
export async function bundleForWeb(entry: string): Promise<string> {
  const build = await rolldown({
    input: entry,
    // Optional packages stay imports, behind `import()`.
    external: (id) => /^(?:@aws-sdk\/client-bedrock|js-tiktoken)/.test(id) && !isAbsentOnTheWeb(id),
    resolve: { conditionNames: ['@patchbay/source', 'workerd', 'worker', 'browser', 'import', 'default'] },
    platform: 'browser',
    treeshake: { moduleSideEffects: false },
    tsconfig: false,
    plugins: [withoutNode()],
  })
  const { output } = await build.generate({ format: 'iife', name: 'application', codeSplitting: false })
  await build.close()
  return output[0].code
}
