// Report 32: truncated arguments with finish_reason length are max_tokens, not malformed_tool_use (field report)
import { createGatewayServer } from '@patchbay/testing'
import { describe, expect, it } from 'vitest'
import { VERSIONS } from '../bedrock/support/clients.ts'
import { callsOf } from './support/awkward-backend.ts'

describe.each(VERSIONS)(
  'report 32: arguments that the limit has cut, with client-bedrock-runtime $version',
  ({ sdk }) => {
    const { converse } = callsOf(sdk)

    it('says max_tokens of arguments that the limit has cut', async () => {
      await using backend = await createGatewayServer()
      const cut = { id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":' } }
      backend.enqueue({ json: { choices: [{ message: { tool_calls: [cut] }, finish_reason: 'length' }] } })
      expect((await converse(backend)).stopReason).toBe('max_tokens')
    })
  },
)
