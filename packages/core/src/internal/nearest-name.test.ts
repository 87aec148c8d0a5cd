import { expect, test } from 'vitest'

import { nearestName } from './nearest-name.ts'

const KNOWN = ['apiKey', 'baseURL', 'credentials', 'model', 'models', 'virtualKey']

test.for([
  ['apikey', 'apiKey'],
  ['credential', 'credentials'],
  ['baseUrl', 'baseURL'],
  ['virtual_key', 'virtualKey'],
  ['modle', 'model'],
  ['retries', undefined],
  ['', undefined],
] as const)('%s most likely means %s', ([name, meant]) => {
  expect(nearestName(name, KNOWN)).toBe(meant)
})
