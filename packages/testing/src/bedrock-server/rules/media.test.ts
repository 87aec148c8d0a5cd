import { describe } from 'vitest'

import {
  LLAMA,
  NOVA,
  TITAN,
  user,
  assistant,
  text,
  hello,
  call,
  result,
  toolConfig,
  png,
  document,
  testRejections,
} from '../../../test-support/converse-examples.ts'
import * as rules from './media.ts'

const citedDocument = {
  document: { ...(document('d')['document'] as object), citations: { enabled: true } },
}

describe('rules of pictures and documents', () => {
  testRejections(Object.keys(rules), [
    {
      rule: 'mediaIsTaken',
      says: "doesn't support the image field",
      model: TITAN,
      body: { messages: [user(text('a'), png())] },
    },
    {
      rule: 'mediaIsTaken',
      says: "doesn't support the document field",
      model: 'openai.gpt-oss-120b-1:0',
      body: { messages: [user(text('a'), document('d'))] },
    },
    {
      rule: 'citationsAreTaken',
      says: "doesn't support citations",
      model: NOVA,
      body: { messages: [user(text('a'), citedDocument)] },
    },
    {
      rule: 'mediaComesFromTheUser',
      says: 'image block at messages.1.content.0',
      body: { messages: [hello, assistant(png()), hello] },
    },
    {
      rule: 'imagesInToolResultsAreTaken',
      says: "doesn't support images in the toolResult block",
      model: LLAMA,
      body: { toolConfig, messages: [hello, assistant(call('id_1')), user(result('id_1', [png()]))] },
    },
    {
      rule: 'atMostTwentyImages',
      says: 'maximum of 20',
      body: { messages: [user(text('a'), ...Array.from({ length: 21 }, () => png()))] },
    },
    {
      rule: 'imageBytesMatchTheirFormat',
      says: 'image/jpeg',
      body: { messages: [user({ image: { ...(png()['image'] as object), format: 'jpeg' } })] },
    },
    {
      rule: 'imageBytesMatchTheirFormat',
      says: 'Could not process image',
      body: { messages: [user({ image: { format: 'png', source: { bytes: 'aGVsbG8=' } } })] },
    },
    {
      rule: 'atMostFiveDocuments',
      says: 'maximum of 5',
      body: { messages: [user(text('a'), ...'abcdef'.split('').map(document))] },
    },
    {
      rule: 'documentNamesAreNeutral',
      says: 'alphanumeric characters',
      body: { messages: [user(text('a'), document('notes.txt'))] },
    },
    {
      rule: 'documentNamesAreNeutral',
      says: 'consecutive whitespace',
      body: { messages: [user(text('a'), document('my  notes'))] },
    },
    {
      rule: 'documentNamesAreUnique',
      says: 'duplicate document names',
      body: {
        messages: [user(text('a'), document('d')), assistant(text('b')), user(text('a'), document('d'))],
      },
    },
    {
      rule: 'documentsAreNotEmptyOrLarge',
      says: '4.5 MB',
      body: {
        messages: [
          user(text('a'), {
            document: {
              format: 'txt',
              name: 'd',
              source: { bytes: Buffer.alloc(4_800_000).toString('base64') },
            },
          }),
        ],
      },
    },
    {
      rule: 'documentsStandBesideText',
      says: 'A text block must be included',
      body: { messages: [user(document('d'))] },
    },
  ])
})
