import { expectObject, expectString, isAbsent, isObject } from '../../json-shape.ts'
import type { JsonObject } from '../../json-shape.ts'
import { type BodyFields, readSampling, refuse, unsupported } from '../body-fields.ts'
import { toEmbeddingRequest, toVectors } from '../embedding-vectors.ts'
import type { EmbeddingInvocation, InvokeScope } from '../invoke-request.ts'

/** https://docs.aws.amazon.com/nova/latest/userguide/embeddings-schema.html */
const FIELDS: BodyFields = { schemaVersion: 'read', taskType: 'read', singleEmbeddingParams: 'read' }
const PARAMETERS: BodyFields = { embeddingPurpose: 'read', embeddingDimension: 'read', text: 'read' }

/** What every request says, so that it is not worth a warning. */
const DEFAULT_PURPOSE = 'GENERIC_INDEX'

/** Nova's embeddings of one text. */
export function readNovaEmbeddings(body: JsonObject, scope: InvokeScope): EmbeddingInvocation {
  readSampling(body, FIELDS, scope)
  if (body['taskType'] !== 'SINGLE_EMBEDDING') refuse(`taskType ${JSON.stringify(body['taskType'])}`)
  const path = 'singleEmbeddingParams'
  const parameters = expectObject(body[path], path)
  for (const name of ['image', 'audio', 'video']) if (!isAbsent(parameters[name])) refuse(`${path}.${name}`)
  readSampling(parameters, PARAMETERS, scope, `${path}.`)
  const text = expectObject(parameters['text'], `${path}.text`)
  if (isObject(text['source'])) refuse(`${path}.text.source`)
  if (parameters['embeddingPurpose'] !== DEFAULT_PURPOSE) unsupported(`${path}.embeddingPurpose`, scope)
  if (!isAbsent(text['truncationMode']) && text['truncationMode'] !== 'NONE')
    unsupported(`${path}.text.truncationMode`, scope)
  const value = expectString(text['value'], `${path}.text.value`)
  return {
    kind: 'embeddings',
    request: toEmbeddingRequest([value], parameters['embeddingDimension'], scope),
    toBody: (response) => ({
      embeddings: toVectors(response).map((embedding) => ({ embeddingType: 'TEXT', embedding })),
    }),
  }
}
