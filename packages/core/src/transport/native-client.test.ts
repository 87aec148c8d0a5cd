import { describe, expect, it } from 'vitest'

import { loadNativeClient } from './native-client.web.ts'

describe('in browsers and workers', () => {
  it('there is no way to send but fetch', async () => {
    expect(await loadNativeClient()).toBeUndefined()
  })
})
