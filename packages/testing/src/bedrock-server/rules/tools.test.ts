import { describe } from 'vitest'

import {
  CLAUDE_3,
  LLAMA,
  MISTRAL,
  TITAN,
  hello,
  tool,
  toolConfig,
  testRejections,
} from '../../../test-support/converse-examples.ts'
import * as rules from './tools.ts'

describe('rules of tools', () => {
  testRejections(Object.keys(rules), [
    {
      rule: 'toolsAreTaken',
      says: "doesn't support tool use",
      model: TITAN,
      body: { toolConfig, messages: [hello] },
    },
    {
      rule: 'streamedToolsAreTaken',
      says: 'tool use in streaming mode',
      model: LLAMA,
      streaming: true,
      body: { toolConfig, messages: [hello] },
    },
    {
      rule: 'toolChoiceIsTaken',
      says: 'toolConfig.toolChoice.any',
      model: LLAMA,
      body: { toolConfig: { ...toolConfig, toolChoice: { any: {} } }, messages: [hello] },
    },
    {
      rule: 'toolChoiceIsTaken',
      says: 'toolConfig.toolChoice.tool',
      model: MISTRAL,
      body: { toolConfig: { ...toolConfig, toolChoice: { tool: { name: 'weather' } } }, messages: [hello] },
    },
    {
      rule: 'nativeToolChoiceFits',
      says: 'conflicts with the existing field toolConfig.toolChoice.tool',
      body: {
        toolConfig: { ...toolConfig, toolChoice: { tool: { name: 'weather' } } },
        messages: [hello],
        additionalModelRequestFields: { tool_choice: { type: 'tool', name: 'weather' } },
      },
    },
    {
      rule: 'nativeToolChoiceFits',
      says: 'missing field `type`',
      body: {
        toolConfig,
        messages: [hello],
        additionalModelRequestFields: { tool_choice: { disable_parallel_tool_use: true } },
      },
    },
    {
      rule: 'nativeToolChoiceFits',
      says: 'extraneous key [disable_parallel_tool_use] is not permitted',
      model: CLAUDE_3,
      body: {
        toolConfig,
        messages: [hello],
        additionalModelRequestFields: { tool_choice: { type: 'auto', disable_parallel_tool_use: true } },
      },
    },
    {
      rule: 'toolNamesAreUnique',
      says: 'duplicate tool names: weather',
      body: { toolConfig: { tools: [tool(), tool()] }, messages: [hello] },
    },
    {
      rule: 'toolChoiceNamesATool',
      says: "Tool 'other' not found",
      body: { toolConfig: { ...toolConfig, toolChoice: { tool: { name: 'other' } } }, messages: [hello] },
    },
  ])
})
