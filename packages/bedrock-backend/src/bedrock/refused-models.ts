import { nearestName, type Warning } from '@patchbay/core'
import { listModelNames } from '@patchbay/translator'

import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'

/** The refusal of a model that Converse does not serve. */
export function importedModel(id: string): RequestFailure {
  return new RequestFailure(
    `${id} is an imported model: this route reaches models through Converse, which serves none of those.`,
    { status: 400, code: 'unsupported_model', param: 'model' },
    DO_NOT_RETRY,
  )
}

/**
 * The refusal of a name that stands for no model, with the nearest that does.
 *
 * @param setting what it calls the option behind `defaultModel`
 * @param aliases the names of the caller's table
 */
export function notFound(
  name: string | undefined,
  setting: string,
  aliases: readonly string[],
): RequestFailure {
  const nearest = name === undefined ? undefined : nearestName(name, [...aliases, ...listModelNames()])
  const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`
  const problem =
    name === undefined ? 'The request names no model.' : `No Amazon Bedrock model is known as "${name}".`
  const remedy =
    name === undefined
      ? `Name one, or give bedrock() a \`model\`, or set ${setting}.`
      : `Map it in the route, bedrock({ models: { ${JSON.stringify(name)}: '<model id>' } }), or set ${setting}.`
  return new RequestFailure(
    `${problem}${hint} ${remedy}`,
    {
      status: name === undefined ? 400 : 404,
      code: name === undefined ? 'missing_model' : 'model_not_found',
      param: 'model',
    },
    DO_NOT_RETRY,
  )
}

/** The warning of a model that could not be looked up. */
export function unknownFamily(id: string): Warning {
  return {
    code: 'unknown_model_family',
    field: 'model',
    message:
      `The model behind ${id} could not be looked up: it gets what most models take, and the rest is left out. ` +
      'Name its family in the route: models: { name: { id, family } }.',
  }
}
