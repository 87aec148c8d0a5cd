import { afterEach, describe, expect, it, vi } from 'vitest'

import { configure } from '../configuration/configuration.ts'
import type { Warning } from '../warning.ts'
import type { HookEvent, Hooks } from './hook-event.ts'
import { tellHooks } from './tell-hooks.ts'

const event = {} as HookEvent

afterEach(() => configure(null))

describe('tellHooks', () => {
  it('calls all hooks in order, also after one that throws, and waits for none', () => {
    const called: string[] = []
    const hooks: Hooks[] = [
      {
        onEnd() {
          called.push('throws')
          throw new Error('broken')
        },
      },
      { onEnd: () => (called.push('hangs'), new Promise(() => {})) },
      { onStart: () => called.push('another') },
      { onEnd: () => called.push('last') },
    ]
    configure({ onWarning: () => undefined })
    tellHooks(hooks, 'onEnd', event)
    expect(called).toEqual(['throws', 'hangs', 'last'])
  })

  it('reports a hook that throws or rejects once, by name', async () => {
    const warnings: Warning[] = []
    configure({ onWarning: (warning) => void warnings.push(warning) })
    const rejected = Promise.reject(new Error('later'))
    const hooks: Hooks[] = [
      { onEnd: () => rejected },
      {
        onStart() {
          throw 'no error'
        },
      },
    ]
    for (let times = 0; times < 3; times += 1) {
      tellHooks(hooks, 'onEnd', event)
      tellHooks(hooks, 'onStart', event)
    }
    await rejected.catch(() => undefined)
    await vi.waitFor(() => expect(warnings).toHaveLength(2))
    expect(warnings.map(({ code, field }) => [code, field])).toEqual([
      ['hook_failed', 'hooks.onStart'],
      ['hook_failed', 'hooks.onEnd'],
    ])
    expect(warnings.map(({ message }) => message).join()).toMatch(/no error.*later/s)
  })

  it('is not harmed by what cannot be put into words, nor by hooks that cannot be read', async () => {
    const warnings: Warning[] = []
    configure({ onWarning: (warning) => void warnings.push(warning) })
    const unspeakable: unknown = Object.create(null)
    const silent = Object.defineProperty(new Error('x'), 'message', {
      get() {
        throw new Error('no message')
      },
    })
    const hooks: Hooks[] = [
      {
        onEnd() {
          throw unspeakable
        },
      },
      {
        onEnd() {
          throw silent
        },
      },
      {
        get onEnd(): () => void {
          throw new Error('unreadable')
        },
      },
      // eslint-disable-next-line prefer-promise-reject-errors -- hooks do so
      { onEnd: () => Promise.reject(unspeakable) },
    ]
    tellHooks(hooks, 'onEnd', event)
    tellHooks(hooks, 'onEnd', event)
    await vi.waitFor(() => expect(warnings).toHaveLength(4))
  })

  it('warns the process where nobody else takes warnings', () => {
    const emit = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    const hook: Hooks = {
      onEnd() {
        throw new Error('broken')
      },
    }
    tellHooks([hook], 'onEnd', event)
    expect(emit).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('broken'))
    emit.mockRestore()
  })
})
