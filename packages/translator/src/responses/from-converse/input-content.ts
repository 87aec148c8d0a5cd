import type { ContentBlock, DocumentBlock, ImageBlock } from '@aws-sdk/client-bedrock-runtime'
import type { ResponseInputContent } from 'openai/resources/responses/responses'

import { readDocumentText, toFilePart } from '../../chat-completions/document.ts'
import type { WarningCollector } from '../../context.ts'
import { toMediaUrl } from '../../converse/media-source.ts'
import { reject } from '../../json-shape.ts'

/**
 * Converse → Responses: one block of a user's message, or of a tool's result, as a part. A document that is text goes as text:
 * the API reads files of few formats.
 *
 * @throws TranslationError (400) for blocks that the API has no part for, and for files in S3
 */
export function toInputContent(
  block: ContentBlock,
  path: string,
  warnings: WarningCollector,
): ResponseInputContent {
  const text = block.text ?? block.guardContent?.text?.text
  if (text !== undefined) return { type: 'input_text', text }
  const { image, document } = block
  const source = image?.source ?? document?.source
  if (source === undefined || source.s3Location !== undefined) return refuseContent(block, path)
  if (document !== undefined) warnOfDocument(document, `${path}.document`, warnings)
  return (
    (image && toImageContent(image)) ?? (document && toFileContent(document)) ?? refuseContent(block, path)
  )
}

function toImageContent(image: ImageBlock): ResponseInputContent | undefined {
  const url = toMediaUrl(image.source, `image/${image.format ?? 'png'}`)
  return url === undefined ? undefined : { type: 'input_image', detail: 'auto', image_url: url }
}

function toFileContent(document: DocumentBlock): ResponseInputContent | undefined {
  const text = readDocumentText(document)
  const name = `${document.name ?? 'document'}.${document.format ?? 'txt'}`
  if (text !== undefined) return { type: 'input_text', text: `${name}:\n\n${text}` }
  const { filename, file_data } = toFilePart(document)?.file ?? {}
  if (filename === undefined || file_data === undefined) return undefined
  return { type: 'input_file', filename, file_data }
}

/** Warns of what a file part cannot say: it has a name and bytes. */
function warnOfDocument(document: DocumentBlock, path: string, warnings: WarningCollector): void {
  for (const [name, isSet] of [
    ['citations', document.citations?.enabled === true],
    ['context', document.context !== undefined],
  ] as const) {
    if (!isSet) continue
    warnings.add(
      'unsupported_parameter',
      `${path}.${name}`,
      `${path}.${name} has no counterpart in the OpenAI API; it was left out.`,
    )
  }
}

/** @throws TranslationError (400) */
export function refuseContent(block: ContentBlock, path: string): never {
  const kind = Object.keys(block).find((key) => block[key as keyof ContentBlock] !== undefined) ?? 'block'
  return reject(
    `${path}.${kind}`,
    `${path}.${kind} has no counterpart in the Responses API, so this backend cannot serve it. Leave it out.`,
    'unsupported_content_block',
  )
}
