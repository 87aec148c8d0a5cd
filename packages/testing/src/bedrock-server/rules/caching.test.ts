import { describe } from 'vitest'

import {
  CLAUDE_37,
  NOVA,
  LLAMA,
  user,
  assistant,
  text,
  hello,
  cachePoint,
  reasoning,
  tool,
  testRejections,
} from '../../../test-support/converse-examples.ts'
import * as rules from './caching.ts'

describe('rules of prompt caching', () => {
  testRejections(Object.keys(rules), [
    {
      rule: 'cachingIsTaken',
      says: 'prompt caching',
      model: LLAMA,
      body: { messages: [user(text('a'), cachePoint)] },
    },
    {
      rule: 'cachingIsTaken',
      says: 'prompt caching',
      model: NOVA,
      body: { toolConfig: { tools: [tool(), cachePoint] }, messages: [hello] },
    },
    {
      rule: 'cachingIsTaken',
      says: 'cachePoint.ttl',
      model: CLAUDE_37,
      body: { messages: [user(text('a'), { cachePoint: { type: 'default', ttl: '1h' } })] },
    },
    {
      rule: 'cachePointFollowsContent',
      says: 'messages.0.content.0',
      body: { messages: [user(cachePoint, text('a'))] },
    },
    {
      rule: 'cachePointFollowsContent',
      says: 'system.0',
      body: { system: [cachePoint, text('a')], messages: [hello] },
    },
    {
      rule: 'cachePointFollowsContent',
      says: 'thinking blocks',
      body: { messages: [hello, assistant(reasoning('hm'), cachePoint, text('b')), hello] },
    },
    {
      rule: 'atMostFourCachePoints',
      says: 'A maximum of 4 blocks with cache_control may be provided. Found 5',
      body: { messages: [user(...'abcde'.split('').flatMap((letter) => [text(letter), cachePoint]))] },
    },
    {
      rule: 'longCachePointsComeFirst',
      says: "ttl='1h'",
      body: {
        system: [text('a'), cachePoint],
        messages: [user(text('a'), { cachePoint: { type: 'default', ttl: '1h' } })],
      },
    },
  ])
})
