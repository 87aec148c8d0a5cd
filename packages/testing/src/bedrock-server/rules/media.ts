import { invalid, refusedByModel, type Rejection } from '../service-error.ts'
import type { ContentBlock, DocumentBlock, MediaBlock } from '../wire.ts'
import { sniffImageFormat } from '../../loopback/image-facts.ts'
import { firstRejection, isBlank, placedBlocks, type Rule } from './rule.ts'

const MAX_IMAGES = 20
const MAX_DOCUMENTS = 5
const MAX_IMAGE_BYTES = 3_932_160
const MAX_DOCUMENT_BYTES = 4_718_592
const MEDIA_KINDS = ['image', 'document', 'video', 'audio'] as const

const TAKEN_BY: Record<(typeof MEDIA_KINDS)[number], 'images' | 'documents' | 'video' | 'audio'> = {
  image: 'images',
  document: 'documents',
  video: 'video',
  audio: 'audio',
}

export const mediaIsTaken: Rule = ({ messages, family }) =>
  firstRejection(placedBlocks(messages), ({ block }) =>
    firstRejection(MEDIA_KINDS, (kind) =>
      block[kind] && !family[TAKEN_BY[kind]]
        ? invalid(`This model doesn't support the ${kind} field. Remove ${kind} and try again.`)
        : undefined,
    ),
  )

export const citationsAreTaken: Rule = ({ messages, family }) =>
  documentsOf(messages.flatMap((message) => message.content)).some(({ citations }) => citations?.enabled) &&
  !family.citations
    ? invalid("This model doesn't support citations. Remove citations from your documents and try again.")
    : undefined

export const mediaComesFromTheUser: Rule = ({ messages }) =>
  firstRejection(placedBlocks(messages), ({ block, message, path }) =>
    firstRejection(MEDIA_KINDS, (kind) =>
      block[kind] && message.role === 'assistant'
        ? invalid(`The ${kind} block at ${path} is only allowed in messages with the user role.`)
        : undefined,
    ),
  )

export const imagesInToolResultsAreTaken: Rule = ({ messages, family }) =>
  firstRejection(placedBlocks(messages), ({ block, path }) =>
    block.toolResult?.content.some((content) => content.image) && !family.imagesInToolResult
      ? invalid(
          `This model doesn't support images in the toolResult block at ${path}. Remove image and try again.`,
        )
      : undefined,
  )

export const atMostTwentyImages: Rule = ({ messages }) => {
  const count = imagesOf(messages.flatMap((message) => message.content)).length
  return count > MAX_IMAGES
    ? invalid(`The number of images in the request (${count}) exceeds the maximum of ${MAX_IMAGES}.`)
    : undefined
}

export const imageBytesMatchTheirFormat: Rule = ({ messages }) =>
  firstRejection(placedBlocks(messages), ({ block, path }) =>
    firstRejection(imagesOf([block]), (image) => imageProblem(image, path)),
  )

export const atMostFiveDocuments: Rule = ({ messages }) => {
  const count = documentsOf(messages.flatMap((message) => message.content)).length
  return count > MAX_DOCUMENTS
    ? invalid(`The number of documents in the request (${count}) exceeds the maximum of ${MAX_DOCUMENTS}.`)
    : undefined
}

export const documentNamesAreNeutral: Rule = ({ messages }) =>
  firstRejection(placedBlocks(messages), ({ block, path }) =>
    firstRejection(documentsOf([block]), ({ name }) =>
      /^[A-Za-z0-9\s\-()[\]]+$/.test(name) && !/\s{2}/.test(name) && !isBlank(name)
        ? undefined
        : invalid(
            `The document file name at ${path} can only contain alphanumeric characters, whitespace characters, hyphens, parentheses, and square brackets. The name can't contain more than one consecutive whitespace character.`,
          ),
    ),
  )

export const documentNamesAreUnique: Rule = ({ messages }) => {
  const names = documentsOf(messages.flatMap((message) => message.content)).map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  return twice === undefined
    ? undefined
    : invalid("Messages can't contain duplicate document names. Rename the document and retry your request.")
}

export const documentsAreNotEmptyOrLarge: Rule = ({ messages }) =>
  firstRejection(placedBlocks(messages), ({ block, path }) =>
    firstRejection(documentsOf([block]), ({ source }) =>
      byteLength(source.bytes) > MAX_DOCUMENT_BYTES
        ? invalid(`The document at ${path} exceeds the maximum size of 4.5 MB.`)
        : undefined,
    ),
  )

export const documentsStandBesideText: Rule = ({ messages }) =>
  firstRejection(messages, (message, index) => {
    const hasDocument = message.content.some((block) => block.document)
    const hasText = message.content.some((block) => block.text !== undefined)
    return hasDocument && !hasText
      ? invalid(
          `A text block must be included with the document block in the Message object at messages.${index}. Add a text block and try again.`,
        )
      : undefined
  })

function imageProblem(image: MediaBlock, path: string): Rejection | undefined {
  if (typeof image.source.bytes !== 'string') return undefined
  const bytes = Buffer.from(image.source.bytes, 'base64')
  if (bytes.length > MAX_IMAGE_BYTES)
    return invalid(`The image at ${path} exceeds the maximum size of 3.75 MB.`)
  const actual = sniffImageFormat(bytes)
  if (actual === undefined) return refusedByModel(`${path}.image.source.base64: Could not process image`)
  return actual === image.format
    ? undefined
    : refusedByModel(
        `${path}.image.source.base64.data: Image does not match the provided media type image/${image.format}`,
      )
}

const byteLength = (bytes: string | Uint8Array | undefined): number =>
  typeof bytes === 'string' ? Buffer.byteLength(bytes, 'base64') : (bytes?.length ?? 0)

function imagesOf(blocks: readonly ContentBlock[]): MediaBlock[] {
  return blocks.flatMap((block) => [
    ...(block.image ? [block.image] : []),
    ...(block.toolResult?.content ?? []).flatMap((content) => content.image ?? []),
  ])
}

function documentsOf(blocks: readonly ContentBlock[]): DocumentBlock[] {
  return blocks.flatMap((block) => [
    ...(block.document ? [block.document] : []),
    ...(block.toolResult?.content ?? []).flatMap((content) => content.document ?? []),
  ])
}
