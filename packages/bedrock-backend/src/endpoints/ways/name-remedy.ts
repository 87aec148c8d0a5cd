import { describeModel, parseModelId, suggestProfile } from '@patchbay/translator'

import { RequestFailure } from '../../request-failure.ts'

/** What Bedrock Runtime says of a bare id that is served by profiles only. */
const BARE = /on-demand throughput isn['’]t supported/i
/** And of one that it does not know, such as a profile of another geography. */
const INVALID = /model identifier is invalid/i

/**
 * The service's refusal of a model's id, with the remedy named; other failures as they are.
 *
 * @param asked the model as the caller named it, resolved
 */
export function nameRemedy(error: unknown, asked: string, region: string | undefined): unknown {
  if (!(error instanceof RequestFailure) || error.details.status !== 400) return error
  const remedy = BARE.test(error.message)
    ? remedyForBare(asked, region)
    : INVALID.test(error.message)
      ? remedyForGeography(asked, region)
      : undefined
  return remedy === undefined
    ? error
    : new RequestFailure(`${error.message} ${remedy}`, { ...error.details, param: 'model' }, error.headers)
}

function remedyForBare(asked: string, region: string | undefined): string {
  const profile = suggestProfile(describeModel(asked), region)
  const name =
    profile === undefined ? 'Name an inference profile of the model' : `Name the profile \`${profile}\``
  return `${name}, or let bedrock({ crossRegion: 'geo' }) or 'global' put the prefix before the id: both move data across regions.`
}

function remedyForGeography(asked: string, region: string | undefined): string | undefined {
  const { geography, model } = parseModelId(asked)
  if (geography === undefined || model === undefined) return undefined
  const profile = suggestProfile(describeModel(asked), region)
  const name = profile === undefined || profile === asked ? '' : `Name \`${profile}\`, or `
  const rest = `the bare id \`${model}\` with bedrock({ crossRegion: 'geo' }).`
  return `\`${geography}.\` names a profile of that geography, which ${region ?? 'the region'} may not have. ${name}${name === '' ? `Name ${rest}` : rest}`
}
