/** What a model id, profile id or ARN stands for. */
export interface ModelReference {
  readonly kind:
    | 'foundation-model'
    | 'inference-profile'
    | 'application-inference-profile'
    | 'prompt'
    | 'imported-model'
    | 'custom-model'
    | 'unknown'
  /** The foundation model's own id, without region prefix and ARN; empty where the reference does not say. */
  readonly bareModelId: string
}

const REGION_PREFIX = /^(global|us-gov|us|eu|apac|amer|jp|au|ca|in|sa|me|af|emea)\.(?=[a-z0-9]+\.)/

/** Reads a model id as it stands, decoded, in the request path. */
export function parseModelReference(modelId: string): ModelReference {
  const arn = /^arn:aws[^:]*:bedrock:[^:]*:[^:]*:([a-z-]+)\/(.+)$/.exec(modelId)
  if (arn) return referenceOfArn(arn[1] ?? '', arn[2] ?? '')
  const bareModelId = modelId.replace(REGION_PREFIX, '')
  if (bareModelId !== modelId) return { kind: 'inference-profile', bareModelId }
  return { kind: /^[a-z0-9]+\.[a-z]/.test(modelId) ? 'foundation-model' : 'unknown', bareModelId }
}

function referenceOfArn(resource: string, id: string): ModelReference {
  switch (resource) {
    case 'foundation-model':
      return { kind: 'foundation-model', bareModelId: id }
    case 'inference-profile':
      return { kind: 'inference-profile', bareModelId: id.replace(REGION_PREFIX, '') }
    case 'application-inference-profile':
    case 'prompt':
    case 'imported-model':
      return { kind: resource, bareModelId: '' }
    case 'custom-model':
    case 'provisioned-model':
    case 'custom-model-deployment':
      return { kind: 'custom-model', bareModelId: '' }
    default:
      return { kind: 'unknown', bareModelId: '' }
  }
}
