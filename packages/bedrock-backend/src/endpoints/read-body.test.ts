import type { RouteRequest } from '@patchbay/core'
import { describe, expect, it } from 'vitest'

import { withBetas } from './read-body.ts'

const asking = (betas?: string) =>
  ({ headers: new Headers(betas === undefined ? {} : { 'anthropic-beta': betas }) }) as RouteRequest

describe('beta flags of header and body', () => {
  it.for([
    [undefined, 'a-1, b-1,', ['a-1', 'b-1']],
    [null, 'a-1', ['a-1']],
    [['a-1'], 'b-1,a-1', ['a-1', 'b-1']],
    ['a-1, c-1', 'b-1', ['a-1', 'c-1', 'b-1']],
    [['a-1'], undefined, ['a-1']],
    [7, 'a-1', 7],
  ] as const)('%j and %j are %j', ([anthropic_beta, header, joined]) => {
    expect(withBetas({ anthropic_beta }, asking(header))).toEqual({ anthropic_beta: joined })
  })
})
