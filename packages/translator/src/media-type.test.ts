import { describe, expect, it } from 'vitest'

import { bareMediaType, isUtf8, sniffMediaType } from './media-type.ts'

const bytes = (latin1: string) => Uint8Array.from(latin1, (character) => character.charCodeAt(0))

describe('sniffMediaType', () => {
  it.each([
    ['\x89PNG\r\n\x1a\n', 'image/png'],
    ['\xff\xd8\xff\xe0', 'image/jpeg'],
    ['GIF89a', 'image/gif'],
    ['RIFF\x10\0\0\0WEBPVP8 ', 'image/webp'],
    ['RIFF\x10\0\0\0WAVEfmt ', 'audio/wav'],
    ['\0\0\0\x18ftypmp42', 'video/mp4'],
    ['\0\0\0\x18ftypM4A ', 'audio/m4a'],
    ['\0\0\0\x18ftypavif', 'image/avif'],
    ['%PDF-1.7', 'application/pdf'],
    ['PK\x03\x04', 'application/zip'],
    ['ID3\x03\0', 'audio/mp3'],
    ['ID3,name', undefined],
    ['BMI,age', undefined],
    ['Hello', undefined],
    ['', undefined],
  ])('reads %j as %s', (head, expected) => expect(sniffMediaType(bytes(head))).toBe(expected))
})

it('takes parameters off a media type', () => expect(bareMediaType(' Image/JPEG ; q=1')).toBe('image/jpeg'))

it('tells text from bytes', () => {
  expect([isUtf8(new TextEncoder().encode('é')), isUtf8(bytes('\xff\xfe')), isUtf8(bytes('a\0'))]).toEqual([
    true,
    false,
    false,
  ])
})
