import { describe, expect, it } from 'vitest'

import { amazonImage } from './amazon-image.ts'
import { claudeMessages } from './claude-messages.ts'
import { cohereEmbed } from './cohere-embed.ts'
import type { NativeModel } from './native-model.ts'
import { novaEmbed } from './nova-embed.ts'
import { stabilityImage } from './stability-image.ts'
import { titanEmbedImage } from './titan-embed-image.ts'
import { titanEmbed } from './titan-embed.ts'

interface Family {
  readonly model: NativeModel
  readonly id: string
  /** Bodies that are taken. */
  readonly good: readonly object[]
  /** Bodies that are not, and a word of the rejection. */
  readonly bad: readonly (readonly [unknown, string])[]
}

const PNG = 'data:image/png;base64,AAAA'
const texts = (count: number) => Array.from({ length: count }, () => 'a')
const nova = (params: object) => ({
  taskType: 'SINGLE_EMBEDDING',
  singleEmbeddingParams: { embeddingPurpose: 'GENERIC_INDEX', ...params },
})
const text = { truncationMode: 'NONE', value: 'a' }
const canvas = (config: object, params: object = { text: 'a' }) => ({
  taskType: 'TEXT_IMAGE',
  textToImageParams: params,
  imageGenerationConfig: config,
})

const FAMILIES: Readonly<Record<string, Family>> = {
  'Titan Embeddings V1': {
    model: titanEmbed,
    id: 'amazon.titan-embed-text-v1',
    good: [{ inputText: 'a' }],
    bad: [
      [{ inputText: 'a', dimensions: 1536 }, 'dimensions'],
      [{ inputText: '' }, 'minLength'],
      [{ inputText: ['a'] }, 'inputText'],
      [{ inputText: 'a'.repeat(50_001) }, 'maxLength'],
      ['a', 'JSONObject'],
    ],
  },
  'Titan Embeddings V2': {
    model: titanEmbed,
    id: 'amazon.titan-embed-text-v2:0',
    good: [{ inputText: 'a', dimensions: 256, normalize: false, embeddingTypes: ['float', 'binary'] }],
    bad: [
      [{ inputText: 'a', dimensions: 300 }, 'dimensions'],
      [{ inputText: 'a', normalize: 'no' }, 'normalize'],
      [{ inputText: 'a', embeddingTypes: ['int8'] }, 'embeddingTypes'],
      [{ inputText: 'a', input_type: 'search_document' }, 'input_type'],
    ],
  },
  'Titan Multimodal Embeddings': {
    model: titanEmbedImage,
    id: 'amazon.titan-embed-image-v1',
    good: [
      { inputText: 'a' },
      { inputText: 'a', inputImage: 'AAAA', embeddingConfig: { outputEmbeddingLength: 384 } },
    ],
    bad: [
      [{}, 'inputImage'],
      [{ inputText: '' }, 'inputText'],
      [{ inputImage: PNG }, 'base64'],
      [{ inputText: 'a', embeddingConfig: { outputEmbeddingLength: 512 } }, 'outputEmbeddingLength'],
      [{ inputText: 'a', dimensions: 384 }, 'dimensions'],
    ],
  },
  'Cohere Embed v3': {
    model: cohereEmbed,
    id: 'cohere.embed-english-v3',
    good: [
      { texts: texts(96), input_type: 'search_document', truncate: 'END' },
      { images: [PNG], input_type: 'image' },
    ],
    bad: [
      [{ texts: ['a'] }, 'input_type'],
      [{ texts: texts(97), input_type: 'search_query' }, '96'],
      [{ texts: [], input_type: 'search_query' }, '96'],
      [{ texts: ['a'.repeat(2049)], input_type: 'search_query' }, 'maxLength'],
      [{ texts: ['a'], input_type: 'search_query', truncate: 'LEFT' }, 'truncate'],
      [{ texts: ['a'], input_type: 'search_query', output_dimension: 512 }, 'output_dimension'],
      [{ texts: ['a'], input_type: 'image' }, 'image'],
      [{ images: [PNG], input_type: 'search_query' }, 'image'],
      [{ images: [PNG, PNG], input_type: 'image' }, 'images'],
      [{ texts: ['a'], images: [PNG], input_type: 'image' }, 'only one'],
    ],
  },
  'Cohere Embed v4': {
    model: cohereEmbed,
    id: 'cohere.embed-v4:0',
    good: [
      { texts: ['a'.repeat(3000)], input_type: 'search_query', output_dimension: 512, truncate: 'RIGHT' },
      { images: [PNG, PNG], input_type: 'search_document' },
    ],
    bad: [
      [{ texts: ['a'], input_type: 'search_query', output_dimension: 300 }, 'output_dimension'],
      [{ texts: ['a'], input_type: 'search_query', truncate: 'END' }, 'truncate'],
      [{ images: ['AAAA'], input_type: 'search_query' }, 'data URIs'],
    ],
  },
  'Nova Multimodal Embeddings': {
    model: novaEmbed,
    id: 'amazon.nova-2-multimodal-embeddings-v1:0',
    good: [
      nova({ text, embeddingDimension: 384 }),
      nova({ image: { format: 'png', source: { bytes: 'AAAA' } } }),
    ],
    bad: [
      [{ taskType: 'SEGMENTED_EMBEDDING', singleEmbeddingParams: {} }, 'taskType'],
      [{ taskType: 'SINGLE_EMBEDDING' }, 'singleEmbeddingParams'],
      [nova({ text, embeddingPurpose: 'search_query' }), 'embeddingPurpose'],
      [nova({ text, embeddingDimension: 512 }), 'embeddingDimension'],
      [nova({}), 'exactly one'],
      [nova({ text, image: { format: 'png', source: { bytes: 'AAAA' } } }), 'exactly one'],
      [nova({ text: { value: 'a' } }), 'truncationMode'],
      [nova({ text: { truncationMode: 'NONE', value: '' } }), 'value'],
      [nova({ image: { format: 'tiff', source: { bytes: 'AAAA' } } }), 'format'],
      [nova({ image: { format: 'png' } }), 'source'],
      [nova({ text, dimensions: 384 }), 'dimensions'],
    ],
  },
  'Nova Canvas': {
    model: amazonImage,
    id: 'amazon.nova-canvas-v1:0',
    good: [
      canvas({ numberOfImages: 5, width: 2048, height: 1024, quality: 'premium', cfgScale: 10, seed: 0 }),
    ],
    bad: [
      [{ taskType: 'INPAINTING', textToImageParams: { text: 'a' } }, 'taskType'],
      [canvas({ numberOfImages: 6 }), 'numberOfImages'],
      [canvas({ width: 1000, height: 1000 }), 'size'],
      [canvas({ width: 4096, height: 4096 }), 'size'],
      [canvas({ quality: 'hd' }), 'quality'],
      [canvas({ cfgScale: 11 }), 'cfgScale'],
      [canvas({ seed: 858_993_460 }), 'seed'],
      [canvas({ n: 1 }), '[n]'],
      [canvas({}, {}), 'text'],
      [canvas({}, { text: 'a'.repeat(1025) }), 'characters'],
      [canvas({}, { text: 'a', negativeText: '' }), 'negativeText'],
    ],
  },
  'Titan Image': {
    model: amazonImage,
    id: 'amazon.titan-image-generator-v2:0',
    good: [canvas({ width: 1152, height: 768, seed: 2_147_483_646 })],
    bad: [
      [canvas({ width: 1792, height: 1024 }), 'size'],
      [canvas({}, { text: 'a'.repeat(513) }), 'characters'],
    ],
  },
  Stability: {
    model: stabilityImage,
    id: 'stability.stable-image-core-v1:1',
    good: [{ prompt: 'a', mode: 'text-to-image', aspect_ratio: '3:2', output_format: 'jpeg', seed: 1 }],
    bad: [
      [{}, 'prompt'],
      [{ prompt: 'a', aspect_ratio: '4:3' }, 'aspect_ratio'],
      [{ prompt: 'a', output_format: 'webp' }, 'output_format'],
      [{ prompt: 'a', mode: 'image-to-image' }, 'mode'],
      [{ prompt: 'a', seed: -1 }, 'seed'],
      [{ prompt: 'a', n: 2 }, '[n]'],
    ],
  },
}

const claude = (members: object) => ({
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 4096,
  messages: [{ role: 'user', content: 'Hello' }],
  ...members,
})
const forced = {
  tools: [{ name: 'weather', input_schema: { type: 'object' } }],
  tool_choice: { type: 'any' },
}
const enabled = (budget?: number) => ({ thinking: { type: 'enabled', budget_tokens: budget } })

/** One tool with a schema of an object and these members. */
const offering = (schema: object) => ({
  tools: [{ name: 'look_up', input_schema: { type: 'object', ...schema } }],
})
/** A conversation in which the model has said a block. */
const said = (block: object) =>
  claude({
    messages: [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: [block] },
      { role: 'user', content: 'b' },
    ],
  })

const CLAUDE_BODIES: Readonly<Record<string, Family>> = {
  'Claude with budgets': {
    model: claudeMessages,
    id: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
    good: [
      claude({ ...enabled(1024), temperature: 1, top_p: null }),
      claude({ ...forced, temperature: 0.5, top_k: 5 }),
      claude({ ...enabled(8192), tools: [], anthropic_beta: ['interleaved-thinking-2025-05-14'] }),
    ],
    bad: [
      [
        claude(enabled(1023)),
        'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024',
      ],
      [claude(enabled()), 'budget_tokens: Field required'],
      [claude(enabled(4096)), '`max_tokens` must be greater than `thinking.budget_tokens`'],
      [claude({ ...enabled(1024), temperature: 0.5 }), '`temperature` may only be set to 1'],
      [claude({ ...enabled(1024), top_p: 0.5 }), '`top_p` must be greater'],
      [claude({ ...enabled(1024), top_k: 5 }), '`top_k` must be unset'],
      [
        claude({ ...enabled(1024), ...forced }),
        'Thinking may not be enabled when tool_choice forces tool use.',
      ],
      [claude({ thinking: { type: 'adaptive' } }), 'adaptive thinking is not supported'],
      [claude({ thinking: { type: 'on' } }), 'expected tags'],
      [claude({ temperature: 0.5, top_p: 0.5 }), 'cannot both be specified'],
      [claude({ output_config: { effort: 'low' } }), 'does not support the effort parameter'],
      [
        claude({ output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } }),
        "'additionalProperties' must be explicitly set to false",
      ],
    ],
  },
  'Claude 3': {
    model: claudeMessages,
    id: 'anthropic.claude-3-haiku-20240307-v1:0',
    good: [claude(forced), claude(offering({ properties: { 'a.b-c': {} } }))],
    bad: [
      [
        claude({ ...forced, tool_choice: { type: 'auto', disable_parallel_tool_use: true } }),
        'extraneous key [disable_parallel_tool_use]',
      ],
      [claude(offering({ anyOf: [] })), 'tools.0.custom.input_schema: input_schema does not support oneOf'],
      [claude(offering({ properties: { 'a[b]': {} } })), 'Property keys should match pattern'],
      [said({ type: 'tool_use', id: 'a', name: 'b', input: '{' }), 'tool_use.input: Input should be'],
      [said({ type: 'redacted_thinking', data: '' }), 'Invalid `data` in `redacted_thinking` block'],
    ],
  },
  'Claude that thinks adaptively': {
    model: claudeMessages,
    id: 'anthropic.claude-opus-4-7',
    good: [claude({ thinking: { type: 'adaptive' }, output_config: { effort: 'xhigh' } }), claude(forced)],
    bad: [
      [claude(enabled(1024)), '"thinking.type.enabled" is not supported for this model.'],
      [
        claude({ output_config: { effort: 'huge' } }),
        "output_config.effort: Input should be 'low', 'medium'",
      ],
      [claude({ temperature: 0.5 }), '`temperature` is deprecated for this model.'],
      [claude({ top_k: 5 }), '`top_k` is deprecated for this model.'],
      [claude({ ...forced, thinking: { type: 'adaptive' } }), 'tool_choice forces tool use'],
    ],
  },
}

it('says what the model refuses without the frame of Converse', () => {
  const { model, id } = CLAUDE_BODIES['Claude with budgets']!
  expect(model.check(claude(enabled(1023)), id)?.message).toMatch(/^thinking\.enabled\.budget_tokens: /)
})

describe.each(Object.entries({ ...FAMILIES, ...CLAUDE_BODIES }))('%s', (_name, { model, id, good, bad }) => {
  it.each(good)('takes and answers %j', (body) => {
    expect(model.check(body, id)).toBeUndefined()
    expect(model.answer(body, id).body).toBeInstanceOf(Object)
  })

  it.each(bad)('refuses %.80j', (body, word) => {
    const rejection = model.check(body, id)
    expect(rejection).toMatchObject({ type: 'ValidationException' })
    expect(rejection?.message).toContain(word)
  })
})
