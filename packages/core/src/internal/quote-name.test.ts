import { expect, test } from 'vitest'

import { quoteName } from './quote-name.ts'

test.for([
  'support',
  'gpt-4o-mini-2024-07-18',
  'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6',
  'meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8',
  'task-planner',
  'http://localhost:4000/v1',
])('%s is quoted', (name) => {
  expect(quoteName(name)).toBe(`"${name}"`)
})

test.for([
  ['https://user:pw@gw/v1?api_key=sk-0123456789abcdef', '"https://gw/v1"'],
  ['HTTPS://gw.example.com/v1#secret', '"https://gw.example.com/v1"'],
  ['https://gw.example.com/sk-proj-abcd/v1', undefined],
  ['https://user:pw@', undefined],
] as const)('%s is shown as %s', ([name, shown]) => {
  expect(quoteName(name)).toBe(shown)
})

test.for([
  'sk-proj-abcd',
  ' sk-ant-api03-abcd',
  'Bearer abcdef',
  'AKIAIOSFODNN7EXAMPLE',
  'eyJhbGciOiJIUzI1NiJ9.e30.x',
  'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  '3f2b8c1e-9a7d-4c55-8e21-5b6a7c8d9e0f',
  'a81f0c3b5d7e92640f1e',
  'gw/v1?api_key=abc',
  'user:pw@gw',
])('%s may be a key, and is not quoted', (name) => {
  expect(quoteName(name)).toBeUndefined()
})
