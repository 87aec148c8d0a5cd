import type {
  AudioFormat,
  DocumentBlock,
  DocumentFormat,
  ImageBlock,
  ImageFormat,
  VideoBlock,
  VideoFormat,
} from '@aws-sdk/client-bedrock-runtime'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { WarningCollector } from '../context.ts'
import type { JsonObject } from '../json-shape.ts'
import { describeModel } from '../model-facts/describe-model.ts'
import { toAudioBlock, toAudioPart } from './audio.ts'
import { createDocumentNames } from '../converse/document-names.ts'
import { toFileBlock, toFilePart } from './document.ts'
import { toImageBlock, toImagePart } from './image.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import { createToolIds } from '../converse/tool-ids.ts'
import { createToolNames } from '../converse/tool-names.ts'
import { toVideoBlock, toVideoPart } from './video.ts'

function createScope(): RequestScope {
  return {
    context: {
      model: describeModel('unknown'),
      id: '',
      created: 0,
      options: {
        strictOpenAICompliance: true,
        thinkTags: false,
        reasoningRatios: { minimal: 0, low: 0, medium: 0, high: 0 },
      },
    },
    warnings: new WarningCollector(),
    toolNames: createToolNames([]),
    toolIds: createToolIds([], 'converse'),
    callIds: new Set(),
    conversationPath: 'messages',
    documentNames: createDocumentNames(),
    cacheTtl: undefined,
  }
}

const asPart = (part: unknown): JsonObject => part as JsonObject
/** Bytes that announce nothing, so that the label decides. */
const bytes = fc
  .uint8Array({ minLength: 2, maxLength: 20 })
  .map((given) => Uint8Array.from([0, ...given, 255]))
const s3 = fc
  .record({
    uri: fc.constantFrom('s3://bucket/key', 's3://my.bucket-1/a/b c.bin'),
    bucketOwner: fc.constant('123456789012'),
  })
  .map((s3Location) => ({ s3Location }))
const source = fc.oneof(
  bytes.map((given) => ({ bytes: given })),
  s3,
)
const IMAGES: ImageFormat[] = ['png', 'jpeg', 'gif', 'webp']
const VIDEOS: VideoFormat[] = ['mkv', 'mov', 'mp4', 'webm', 'flv', 'mpeg', 'mpg', 'wmv', 'three_gp']
const AUDIOS: AudioFormat[] = ['mp3', 'opus', 'wav', 'aac', 'flac', 'mp4', 'ogg', 'm4a', 'pcm', 'webm']
const DOCUMENTS: DocumentFormat[] = ['pdf', 'csv', 'doc', 'docx', 'xls', 'xlsx', 'html', 'txt', 'md']

describe('media come back as they were', () => {
  it('images', () => {
    fc.assert(
      fc.property(fc.record({ format: fc.constantFrom(...IMAGES), source }), (block) => {
        expect(toImageBlock(asPart(toImagePart(block as ImageBlock)), 'p', createScope())).toEqual(block)
      }),
    )
  })

  it('videos', () => {
    fc.assert(
      fc.property(fc.record({ format: fc.constantFrom(...VIDEOS), source }), (block) => {
        expect(toVideoBlock(asPart(toVideoPart(block as VideoBlock)), 'p', createScope())).toEqual(block)
      }),
    )
  })

  it('audio', () => {
    const audio = fc.record({
      format: fc.constantFrom(...AUDIOS),
      source: bytes.map((given) => ({ bytes: given })),
    })
    fc.assert(
      fc.property(audio, (block) => {
        expect(toAudioBlock(asPart(toAudioPart(block)), 'p', createScope())).toEqual(block)
      }),
    )
  })

  it('documents', () => {
    const document = fc.record({
      format: fc.constantFrom(...DOCUMENTS),
      name: fc.stringMatching(/^[A-Za-z0-9](?: ?[A-Za-z0-9()[\]]){0,20}$/),
      source,
    })
    fc.assert(
      fc.property(document, (block) => {
        expect(toFileBlock(asPart(toFilePart(block as DocumentBlock)), 'p', createScope())).toEqual({
          document: block,
        })
      }),
    )
  })
})

describe('files are what they hold', () => {
  const latin1 = (text: string) => Buffer.from(text, 'latin1').toString('base64')
  const kindOf = (file: object) => Object.entries(toFileBlock({ type: 'file', file }, 'p', createScope()))[0]

  it.each([
    [
      'a table that starts like a bitmap',
      { filename: 'a.csv', file_data: latin1('BMI,age') },
      'document',
      'csv',
    ],
    ['JSON', { filename: 'a.json', file_data: latin1('{}') }, 'document', 'txt'],
    [
      'an audio track in a video container',
      { file_data: `data:audio/mp4;base64,${latin1('\0\0\0\x18ftypmp42')}` },
      'audio',
      'mp4',
    ],
    ['a picture with a wrong name', { filename: 'a.pdf', file_data: latin1('GIF89a') }, 'image', 'gif'],
    [
      'an old Word file',
      { filename: 'a.DOC', file_data: latin1('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1') },
      'document',
      'doc',
    ],
  ])('%s', (_, file, kind, format) => {
    expect(kindOf(file)).toEqual([kind, expect.objectContaining({ format })])
  })

  it.each([
    ['a slide show', { filename: 'a.pptx', file_data: latin1('PK\x03\x04') }],
    ['bytes of no known kind', { filename: 'a.bin', file_data: latin1('\0\xff') }],
    ['a broken data URL', { file_data: 'data:text/plain;base64,?' }],
    ['an uploaded file', { file_id: 'file-1' }],
  ])('refuses %s', (_, file) => {
    expect(() => kindOf(file)).toThrow(expect.objectContaining({ status: 400 }))
  })
})

describe('an image', () => {
  const image = (url: string) => toImageBlock({ type: 'image_url', image_url: { url } }, 'p', createScope())

  it('may be bare base64', () => {
    expect(image('iVBORw0KGgo=')).toMatchObject({ format: 'png' })
  })

  it.each(['picture', './a.png', 'file:///a.png', 'ftp://a/b.png', ''])('may not be %j', (url) => {
    expect(() => image(url)).toThrow(expect.objectContaining({ status: 400, param: 'p.image_url.url' }))
  })
})
