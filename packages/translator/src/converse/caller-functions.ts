import type { WarningCollector } from '../context.ts'
import { isAbsent, isObject, kindOf, reject, type JsonObject } from '../json-shape.ts'
import { TranslationError } from '../translation-error.ts'
import type { WantedToolChoice } from './tool-choice.ts'

/** A tool of the caller, whichever protocol it came by. */
export interface CallerFunction {
  readonly name: string
  readonly description: string | undefined
  readonly parameters: unknown
  readonly strict: boolean
  /** The caller's path, e.g. `tools[0]`. */
  readonly path: string
  /** The caller's path of the parameters, e.g. `tools[0].function.parameters`. */
  readonly parametersPath: string
  /** The caller's path of `strict`, e.g. `tools[0].function.strict`. */
  readonly strictPath: string
  /** The whole of it as the caller wrote it: cache marks stand there. */
  readonly source: JsonObject
}

/** Without the functions that `allowed_tools` excludes; of two with the same name the first is kept. */
export function selectFunctions(
  functions: readonly CallerFunction[],
  wanted: WantedToolChoice,
  warnings: WarningCollector,
): CallerFunction[] {
  const seen = new Set<string>()
  return functions.filter(({ name, path }) => {
    if (wanted.allowed !== undefined && !wanted.allowed.has(name)) return false
    if (!seen.has(name)) return seen.add(name) !== undefined
    warnings.add('duplicate_tool', path, `A second tool named "${name}" was left out.`)
    return false
  })
}

/** A function's members as they came, of unchecked types. */
export interface FunctionDefinition {
  readonly name?: unknown
  readonly description?: unknown
  readonly parameters?: unknown
  readonly strict?: unknown
}

/**
 * One function, its members checked.
 *
 * @param source - the whole of it as the caller wrote it
 * @param memberPath - the caller's path of the definition, where that is not `path` itself
 * @throws TranslationError (400) without a name, or with parameters that are not an object
 */
export function toCallerFunction(
  definition: FunctionDefinition,
  path: string,
  source: JsonObject,
  memberPath = path,
): CallerFunction {
  const { name, description, parameters, strict } = definition
  if (typeof name !== 'string' || name === '') {
    throw new TranslationError(`${path} needs a name.`, { param: path })
  }
  if (!isAbsent(parameters) && !isObject(parameters)) {
    reject(
      `${memberPath}.parameters`,
      `The parameters of the tool "${name}" must be a JSON Schema, not ${kindOf(parameters)}.`,
    )
  }
  const blank = typeof description !== 'string' || description.trim() === ''
  return {
    name,
    description: blank ? undefined : description,
    parameters,
    strict: strict === true,
    path,
    parametersPath: `${memberPath}.parameters`,
    strictPath: `${memberPath}.strict`,
    source,
  }
}
