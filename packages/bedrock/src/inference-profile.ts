import { emitWarning } from '@patchbay/core'

/** What a client says about a profile, or about a model. */
interface Profiles {
  profile(id: string): Promise<unknown>
  model(id: string): Promise<unknown>
}

const PROFILE = /:(?:application-)?inference-profile\//

/** Answers per client: a profile keeps its model for life. Failed lookups are not kept. */
const known = new WeakMap<object, Map<string, Promise<string | undefined>>>()

/**
 * The foundation model behind an inference profile's ARN: `GetInferenceProfile` → its first model → `GetFoundationModel`.
 * `undefined` for everything else, and where the lookup fails: then there is a warning.
 *
 * @param client of `@aws-sdk/client-bedrock`: a `BedrockClient`, or anything with the two methods of `Bedrock`.
 */
export async function findFoundationModel(
  model: string | undefined,
  client: object | undefined,
): Promise<string | undefined> {
  if (client === undefined || model === undefined || !PROFILE.test(model)) return undefined
  const answers = known.get(client) ?? new Map<string, Promise<string | undefined>>()
  known.set(client, answers)
  const answer = answers.get(model) ?? fetchFoundationModel(model, client)
  answers.set(model, answer)
  try {
    return await answer
  } catch (error) {
    answers.delete(model)
    emitWarning(
      {
        code: 'inference_profile_unresolved',
        field: 'modelId',
        message: `The model behind ${model} could not be found (${toErrorName(error)}): the gateway is told the profile itself.`,
      },
      undefined,
    )
    return undefined
  }
}

async function fetchFoundationModel(arn: string, client: object): Promise<string | undefined> {
  const profiles = await toProfiles(client)
  const models = member(await profiles.profile(arn), 'models')
  const model = member(Array.isArray(models) ? models[0] : undefined, 'modelArn')
  if (typeof model !== 'string') return undefined
  const id = member(member(await profiles.model(model), 'modelDetails'), 'modelId')
  return typeof id === 'string' ? id : undefined
}

/** Commands are classes of the SDK: it is imported when the first profile is looked up, and only then. */
async function toProfiles(client: object): Promise<Profiles> {
  if (hasMethods(client)) {
    return {
      profile: (id) => client.getInferenceProfile({ inferenceProfileIdentifier: id }),
      model: (id) => client.getFoundationModel({ modelIdentifier: id }),
    }
  }
  const { GetFoundationModelCommand, GetInferenceProfileCommand } = await importCommands()
  const { send } = client as { send: (command: object) => Promise<unknown> }
  return {
    profile: (id) => send.call(client, new GetInferenceProfileCommand({ inferenceProfileIdentifier: id })),
    model: (id) => send.call(client, new GetFoundationModelCommand({ modelIdentifier: id })),
  }
}

/** The package is optional. Bundlers leave out what is absent only where the import stands in such a `try`. */
async function importCommands() {
  try {
    return await import('@aws-sdk/client-bedrock')
  } catch (cause) {
    throw new Error('The optional package @aws-sdk/client-bedrock could not be loaded.', { cause })
  }
}

interface BedrockMethods {
  getInferenceProfile(input: { inferenceProfileIdentifier: string }): Promise<unknown>
  getFoundationModel(input: { modelIdentifier: string }): Promise<unknown>
}

function hasMethods(client: object): client is BedrockMethods {
  return 'getInferenceProfile' in client && typeof client.getInferenceProfile === 'function'
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}

/** Messages of AWS quote account numbers and user names: the name of the error is enough. */
function toErrorName(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error'
}
