// Inside the workspace, Bedrock's fields are merged into the types of the installed `openai`. Where those types are copied
// into a declaration file, the fields are merged into the copies: no other types change by importing the file.

const BLOCK = /^declare module ['"][^'"]+['"] \{\n(.*?)\n\}$/gms

/** @param code a declaration file */
export function removeAugmentations(code) {
  return code.replaceAll(BLOCK, '')
}

/** @param code a bundled declaration file */
export function mergeAugmentations(code) {
  const declared = new Set(
    [...code.matchAll(/^(?:export )?(?:declare )?(?:interface|namespace) ([\w$]+)/gm)].map(
      ([, name]) => name,
    ),
  )
  return code.replaceAll(BLOCK, (_block, body) =>
    body.replaceAll(/^ {2}/gm, '').replaceAll(/^(interface|namespace) (\w+)/gm, (_line, kind, name) => {
      const copy = [name, `${name}$1`].find((candidate) => declared.has(candidate))
      return `${kind === 'namespace' ? 'declare namespace' : kind} ${copy ?? name}`
    }),
  )
}
