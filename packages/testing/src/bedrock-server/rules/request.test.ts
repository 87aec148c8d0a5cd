import { describe } from 'vitest'

import {
  CLAUDE,
  PROMPT,
  IMPORTED,
  user,
  text,
  hello,
  toolConfig,
  testRejections,
} from '../../../test-support/converse-examples.ts'
import * as rules from './request.ts'

describe('rules of the whole request', () => {
  testRejections(Object.keys(rules), [
    {
      rule: 'modelIsKnownToConverse',
      says: 'The provided model identifier is invalid',
      model: 'gpt-4o',
      body: { messages: [hello] },
    },
    {
      rule: 'modelIsKnownToConverse',
      says: "doesn't support the model that you provided",
      model: IMPORTED,
      body: { messages: [hello] },
    },
    {
      rule: 'modelIsKnownToConverse',
      says: "doesn't support the model",
      model: 'amazon.titan-embed-text-v2:0',
      body: { messages: [hello] },
    },
    {
      rule: 'onDemandIsOffered',
      says: 'on-demand throughput',
      model: CLAUDE.slice(3),
      body: { messages: [hello] },
    },
    { rule: 'promptBringsItsOwn', says: 'The system field', model: PROMPT, body: { system: [text('x')] } },
    {
      rule: 'promptBringsItsOwn',
      says: 'The inferenceConfig field',
      model: PROMPT,
      body: { inferenceConfig: { temperature: 0 } },
    },
    { rule: 'promptBringsItsOwn', says: 'The toolConfig field', model: PROMPT, body: { toolConfig } },
    {
      rule: 'promptBringsItsOwn',
      says: 'promptVariables',
      body: { messages: [hello], promptVariables: { a: text('b') } },
    },
    {
      rule: 'guardrailIsComplete',
      says: 'guardrailVersion',
      body: { messages: [hello], guardrailConfig: { guardrailIdentifier: 'abc' } },
    },
    {
      rule: 'textFitsTheModel',
      says: 'Input is too long for requested model.',
      body: { messages: [user(text('words '.repeat(140_000)))] },
    },
    {
      rule: 'latencyIsOffered',
      says: 'Latency performance configuration',
      body: { messages: [hello], performanceConfig: { latency: 'optimized' } },
    },
    {
      rule: 'responsePathsArePointers',
      says: 'JSON Pointer',
      body: { messages: [hello], additionalModelResponseFieldPaths: ['stop'] },
    },
  ])
})
