import { describe, expect, it } from 'vitest'

import { isDataUrl, parseDataUrl } from './data-url.ts'

const text = (url: string) => {
  const data = parseDataUrl(url)
  return data && [data.mediaType, new TextDecoder().decode(data.bytes)]
}

describe('parseDataUrl', () => {
  it.each([
    ['data:text/plain;base64,SGk=', ['text/plain', 'Hi']],
    ['DATA:Image/PNG;charset=utf-8;name=a.png;BASE64,SGk=', ['image/png', 'Hi']],
    ['data:text/html,%3Cp%3E%C3%A9', ['text/html', '<p>é']],
    ['data:,a,b', ['text/plain', 'a,b']],
    ['data:text/plain;base64,SGk%3D', ['text/plain', 'Hi']],
  ])('reads %s', (url, expected) => expect(text(url)).toEqual(expected))

  it.each(['data:text/plain', 'https://a/b,c', 'data:a/b;base64,???', 'data:a/b,%E9'])('refuses %s', (url) =>
    expect(parseDataUrl(url)).toBeUndefined(),
  )

  it('knows a data URL by its scheme', () =>
    expect(['Data:x', 'metadata:x'].map(isDataUrl)).toEqual([true, false]))
})
