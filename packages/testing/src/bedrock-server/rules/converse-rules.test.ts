import { describe, expect, it } from 'vitest'

import { checkConverse } from '../converse.ts'
import { defaultCatalogue } from '../control-plane.ts'
import { redactReasoning, signReasoning } from '../reasoning-signature.ts'
import { CONVERSE_RULES } from './converse-rules.ts'

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const CLAUDE_3 = 'anthropic.claude-3-haiku-20240307-v1:0'
const CLAUDE_37 = 'us.anthropic.claude-3-7-sonnet-20250219-v1:0'
const CLAUDE_46 = 'us.anthropic.claude-opus-4-6-v1'
const CLAUDE_47 = 'us.anthropic.claude-opus-4-7'
const NOVA = 'us.amazon.nova-pro-v1:0'
const NOVA_2 = 'us.amazon.nova-2-lite-v1:0'
const LLAMA = 'us.meta.llama3-1-70b-instruct-v1:0'
const MISTRAL = 'mistral.mistral-large-2407-v1:0'
const MISTRAL_7B = 'mistral.mistral-7b-instruct-v0:2'
const TITAN = 'amazon.titan-text-express-v1'
const COHERE = 'cohere.command-r-plus-v1:0'
const PROMPT = 'arn:aws:bedrock:us-east-1:123456789012:prompt/ABCDEFGHIJ:1'
const IMPORTED = 'arn:aws:bedrock:us-east-1:123456789012:imported-model/abcdefghijkl'
const APPLICATION = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6'

type Block = Record<string, unknown>
interface Turn {
  role: string
  content: Block[]
}

const user = (...content: Block[]): Turn => ({ role: 'user', content })
const assistant = (...content: Block[]): Turn => ({ role: 'assistant', content })
const text = (value: string): Block => ({ text: value })
const hello = user(text('Hello'))
const call = (toolUseId: string, name = 'weather', input: unknown = {}): Block => ({
  toolUse: { toolUseId, name, input },
})
const result = (toolUseId: string, content: Block[] = [text('sunny')]): Block => ({
  toolResult: { toolUseId, content },
})
const cachePoint: Block = { cachePoint: { type: 'default' } }
const reasoning = (value: string, signature: string | undefined = signReasoning(value)): Block => ({
  reasoningContent: { reasoningText: { text: value, ...(signature !== '' && { signature }) } },
})
const redacted = (value: string): Block => ({ reasoningContent: { redactedContent: value } })
const tool = (name = 'weather', json: unknown = { type: 'object' }, more: Block = {}): Block => ({
  toolSpec: { name, inputSchema: { json }, ...more },
})
const toolConfig = { tools: [tool()] }
const thinking = { thinking: { type: 'enabled', budget_tokens: 2048 } }
const png = (width = 1): Block => {
  const bytes = Buffer.from(
    `89504e470d0a1a0a0000000d49484452000000${width.toString(16).padStart(2, '0')}00000001`,
    'hex',
  )
  return { image: { format: 'png', source: { bytes: bytes.toString('base64') } } }
}
const document = (name: string): Block => ({
  document: { format: 'txt', name, source: { bytes: Buffer.from('words').toString('base64') } },
})
const outputConfig = (schema: unknown) => ({
  textFormat: { type: 'json_schema', structure: { jsonSchema: { schema: JSON.stringify(schema) } } },
})
const closedSchema = { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false }

const toolLoop = [hello, assistant(call('id_1')), user(result('id_1'))]

interface Case {
  readonly rule: keyof typeof CONVERSE_RULES
  readonly says: string
  readonly body: Record<string, unknown>
  readonly model?: string
  readonly streaming?: boolean
}

const refused: readonly Case[] = [
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
  { rule: 'needsMessages', says: 'A conversation must start with a user message', body: { messages: [] } },
  { rule: 'needsMessages', says: 'A conversation must start with a user message', body: {} },
  {
    rule: 'knowsRoles',
    says: 'system role',
    body: { messages: [{ role: 'system', content: [text('x')] }, hello] },
  },
  {
    rule: 'startsWithUser',
    says: 'A conversation must start with a user message',
    body: { messages: [assistant(text('Hi')), hello] },
  },
  { rule: 'alternatesRoles', says: 'roles', body: { messages: [hello, hello] } },
  {
    rule: 'contentIsNotEmpty',
    says: 'The content field in the Message object at messages.0 is empty',
    body: { messages: [user()] },
  },
  {
    rule: 'textIsNotBlank',
    says: 'The text field in the ContentBlock object at messages.0.content.1 is blank',
    body: { messages: [user(text('a'), text(' \n'))] },
  },
  { rule: 'textIsNotBlank', says: 'messages.0.content.0', body: { messages: [user(text(''))] } },
  {
    rule: 'systemTextIsNotBlank',
    says: 'SystemContentBlock object at system.0 is blank',
    body: { system: [text(' ')], messages: [hello] },
  },
  {
    rule: 'toolResultTextIsNotBlank',
    says: 'messages.2.content.0.toolResult.content.0',
    body: { toolConfig, messages: [hello, assistant(call('id_1')), user(result('id_1', [text('')]))] },
  },
  { rule: 'turnSaysSomething', says: 'more than cache points', body: { messages: [user(cachePoint)] } },
  {
    rule: 'systemIsTaken',
    says: "doesn't support system messages",
    model: TITAN,
    body: { system: [text('x')], messages: [hello] },
  },
  {
    rule: 'systemIsTaken',
    says: "doesn't support system messages",
    model: MISTRAL_7B,
    body: { system: [text('x')], messages: [hello] },
  },
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
    rule: 'toolNamesAreUnique',
    says: 'duplicate tool names: weather',
    body: { toolConfig: { tools: [tool(), tool()] }, messages: [hello] },
  },
  {
    rule: 'toolSchemaIsAnObject',
    says: 'must be one of the following: object',
    body: { toolConfig: { tools: [tool('a', { type: 'string' })] }, messages: [hello] },
  },
  {
    rule: 'toolSchemaIsAnObject',
    says: 'Provide a json object',
    body: { toolConfig: { tools: [tool('a', [])] }, messages: [hello] },
  },
  {
    rule: 'toolChoiceNamesATool',
    says: "Tool 'other' not found",
    body: { toolConfig: { ...toolConfig, toolChoice: { tool: { name: 'other' } } }, messages: [hello] },
  },
  {
    rule: 'strictToolSchemasAreClosed',
    says: 'additionalProperties',
    body: { toolConfig: { tools: [tool('a', { type: 'object' }, { strict: true })] }, messages: [hello] },
  },
  {
    rule: 'toolBlocksNeedToolConfig',
    says: 'The toolConfig field must be defined when using toolUse and toolResult',
    body: { messages: toolLoop },
  },
  {
    rule: 'toolBlocksStandInTheirRole',
    says: 'assistant role',
    body: { toolConfig, messages: [user(call('id_1'))] },
  },
  {
    rule: 'toolBlocksStandInTheirRole',
    says: 'user role',
    body: { toolConfig, messages: [hello, assistant(result('id_1'))] },
  },
  {
    rule: 'toolInputIsAnObject',
    says: 'messages.1.content.0.toolUse.input is invalid',
    body: { toolConfig, messages: [hello, assistant(call('id_1', 'weather', 'x')), user(result('id_1'))] },
  },
  {
    rule: 'toolResultJsonIsAnObject',
    says: 'toolResult.content.0.json is invalid',
    body: { toolConfig, messages: [hello, assistant(call('id_1')), user(result('id_1', [{ json: [1] }]))] },
  },
  {
    rule: 'toolResultsAnswerToolUses',
    says: 'Expected toolResult blocks at messages.2.content for the following Ids: id_1',
    body: { toolConfig, messages: [hello, assistant(call('id_1')), hello] },
  },
  {
    rule: 'toolResultsAnswerToolUses',
    says: 'for the following Ids: id_2',
    body: { toolConfig, messages: [hello, assistant(call('id_1'), call('id_2')), user(result('id_1'))] },
  },
  {
    rule: 'toolResultsAnswerToolUses',
    says: 'exceeds the number of toolUse blocks',
    body: { toolConfig, messages: [hello, assistant(call('id_1')), user(result('id_1'), result('id_9'))] },
  },
  {
    rule: 'toolResultsAnswerToolUses',
    says: 'exceeds the number of toolUse blocks',
    body: { toolConfig, messages: [hello, assistant(call('id_1')), user(result('id_1'), result('id_1'))] },
  },
  {
    rule: 'toolResultsAnswerToolUses',
    says: 'messages.0.content exceeds',
    body: { toolConfig, messages: [user(result('id_1'))] },
  },
  {
    rule: 'conversationDoesNotEndOnToolUse',
    says: 'Expected toolResult blocks at messages.2.content',
    body: { toolConfig, messages: [hello, assistant(call('id_1'))] },
  },
  {
    rule: 'toolResultsComeFirst',
    says: 'Tool results must come first',
    body: { toolConfig, messages: [hello, assistant(call('id_1')), user(text('so'), result('id_1'))] },
  },
  {
    rule: 'textStandsApartFromToolResults',
    says: 'cannot be provided in the same turn',
    model: COHERE,
    body: { toolConfig, messages: [hello, assistant(call('id_1')), user(result('id_1'), text('so'))] },
  },
  {
    rule: 'textStandsApartFromToolUses',
    says: 'messages.1.content: Conversation blocks and tool use blocks cannot be provided in the same turn.',
    model: 'us.meta.llama3-2-11b-instruct-v1:0',
    body: { toolConfig, messages: [hello, assistant(text('a'), call('id_1')), user(result('id_1'))] },
  },
  {
    rule: 'reasoningIsNotAlone',
    says: 'prefill',
    model: 'global.anthropic.claude-sonnet-5',
    body: { messages: [hello, assistant(reasoning('hm')), hello] },
  },
  {
    rule: 'toolUseIdsAreUnique',
    says: 'ids must be unique',
    body: { toolConfig, messages: [...toolLoop, assistant(call('id_1')), user(result('id_1'))] },
  },
  {
    rule: 'toolIdsFitTheFamily',
    says: 'messages.1.content.0.tool_use.id',
    body: { toolConfig, messages: [hello, assistant(call('a.b:c')), user(result('a.b:c'))] },
  },
  { rule: 'toolIdsFitTheFamily', says: '{9}', model: MISTRAL, body: { toolConfig, messages: toolLoop } },
  {
    rule: 'mediaIsTaken',
    says: "doesn't support the image field",
    model: TITAN,
    body: { messages: [user(text('a'), png())] },
  },
  {
    rule: 'mediaIsTaken',
    says: "doesn't support the document field",
    model: 'openai.gpt-oss-120b-1:0',
    body: { messages: [user(text('a'), document('d'))] },
  },
  {
    rule: 'mediaComesFromTheUser',
    says: 'image block at messages.1.content.0',
    body: { messages: [hello, assistant(png()), hello] },
  },
  {
    rule: 'imagesInToolResultsAreTaken',
    says: "doesn't support images in the toolResult block",
    model: LLAMA,
    body: { toolConfig, messages: [hello, assistant(call('id_1')), user(result('id_1', [png()]))] },
  },
  {
    rule: 'atMostTwentyImages',
    says: 'maximum of 20',
    body: { messages: [user(text('a'), ...Array.from({ length: 21 }, () => png()))] },
  },
  {
    rule: 'imageBytesMatchTheirFormat',
    says: 'image/jpeg',
    body: { messages: [user({ image: { ...(png()['image'] as object), format: 'jpeg' } })] },
  },
  {
    rule: 'imageBytesMatchTheirFormat',
    says: 'Could not process image',
    body: { messages: [user({ image: { format: 'png', source: { bytes: 'aGVsbG8=' } } })] },
  },
  {
    rule: 'atMostFiveDocuments',
    says: 'maximum of 5',
    body: { messages: [user(text('a'), ...'abcdef'.split('').map(document))] },
  },
  {
    rule: 'documentNamesAreNeutral',
    says: 'alphanumeric characters',
    body: { messages: [user(text('a'), document('notes.txt'))] },
  },
  {
    rule: 'documentNamesAreNeutral',
    says: 'consecutive whitespace',
    body: { messages: [user(text('a'), document('my  notes'))] },
  },
  {
    rule: 'documentNamesAreUnique',
    says: 'duplicate document names',
    body: {
      messages: [user(text('a'), document('d')), assistant(text('b')), user(text('a'), document('d'))],
    },
  },
  {
    rule: 'documentsAreNotEmptyOrLarge',
    says: '4.5 MB',
    body: {
      messages: [
        user(text('a'), {
          document: {
            format: 'txt',
            name: 'd',
            source: { bytes: Buffer.alloc(4_800_000).toString('base64') },
          },
        }),
      ],
    },
  },
  {
    rule: 'documentsStandBesideText',
    says: 'A text block must be included',
    body: { messages: [user(document('d'))] },
  },
  {
    rule: 'additionalFieldsAreAnObject',
    says: 'additionalModelRequestFields',
    body: { messages: [hello], additionalModelRequestFields: ['x'] },
  },
  {
    rule: 'additionalFieldsAreKnown',
    says: 'seed: Extra inputs are not permitted',
    body: { messages: [hello], additionalModelRequestFields: { seed: 1 } },
  },
  {
    rule: 'additionalFieldsAreKnown',
    says: 'extraneous key [top_k]',
    model: NOVA,
    body: { messages: [hello], additionalModelRequestFields: { top_k: 1 } },
  },
  {
    rule: 'betaFlagsAreAList',
    says: 'anthropic_beta',
    body: { messages: [hello], additionalModelRequestFields: { anthropic_beta: 'x' } },
  },
  {
    rule: 'novaFieldsHaveTheirShape',
    says: 'topK',
    model: NOVA,
    body: { messages: [hello], additionalModelRequestFields: { inferenceConfig: { topK: 900 } } },
  },
  {
    rule: 'novaReasoningHasItsShape',
    says: 'maxReasoningEffort',
    model: NOVA_2,
    body: {
      messages: [hello],
      additionalModelRequestFields: { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'max' } },
    },
  },
  {
    rule: 'novaReasoningHasItsShape',
    says: 'must be unset',
    model: NOVA_2,
    body: {
      messages: [hello],
      inferenceConfig: { temperature: 0 },
      additionalModelRequestFields: { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'high' } },
    },
  },
  {
    rule: 'novaReasoningHasItsShape',
    says: 'reasoningConfig',
    model: NOVA,
    body: {
      messages: [hello],
      additionalModelRequestFields: { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'low' } },
    },
  },
  {
    rule: 'thinkingHasAKnownShape',
    says: 'greater than or equal to 1024',
    body: {
      messages: [hello],
      additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 1023 } },
    },
  },
  {
    rule: 'thinkingHasAKnownShape',
    says: 'budget_tokens: Field required',
    body: { messages: [hello], additionalModelRequestFields: { thinking: { type: 'enabled' } } },
  },
  {
    rule: 'thinkingHasAKnownShape',
    says: 'expected tags',
    body: { messages: [hello], additionalModelRequestFields: { thinking: { type: 'on' } } },
  },
  {
    rule: 'thinkingIsTaken',
    says: 'not supported',
    model: CLAUDE_3,
    body: { messages: [hello], additionalModelRequestFields: thinking },
  },
  {
    rule: 'thinkingIsTaken',
    says: 'adaptive thinking is not supported',
    model: CLAUDE,
    body: { messages: [hello], additionalModelRequestFields: { thinking: { type: 'adaptive' } } },
  },
  {
    rule: 'thinkingIsTaken',
    says: 'thinking.type.adaptive',
    model: CLAUDE_47,
    body: { messages: [hello], additionalModelRequestFields: thinking },
  },
  {
    rule: 'thinkingTakesNoSampling',
    says: '`temperature` may only be set to 1',
    body: {
      messages: [hello],
      inferenceConfig: { temperature: 0.5 },
      additionalModelRequestFields: thinking,
    },
  },
  {
    rule: 'thinkingTakesNoSampling',
    says: '`top_p`',
    body: { messages: [hello], inferenceConfig: { topP: 0.5 }, additionalModelRequestFields: thinking },
  },
  {
    rule: 'thinkingTakesNoSampling',
    says: '`top_k`',
    body: { messages: [hello], additionalModelRequestFields: { ...thinking, top_k: 5 } },
  },
  {
    rule: 'thinkingTakesNoForcedTool',
    says: 'tool_choice forces tool use',
    body: {
      messages: [hello],
      toolConfig: { ...toolConfig, toolChoice: { any: {} } },
      additionalModelRequestFields: thinking,
    },
  },
  {
    rule: 'samplingIsTaken',
    says: 'cannot both be specified',
    body: { messages: [hello], inferenceConfig: { temperature: 0, topP: 0.5 } },
  },
  {
    rule: 'samplingIsTaken',
    says: '`temperature` is deprecated',
    model: CLAUDE_47,
    body: { messages: [hello], inferenceConfig: { temperature: 0 } },
  },
  {
    rule: 'topKIsTaken',
    says: '`top_k` is deprecated',
    model: CLAUDE_47,
    body: { messages: [hello], additionalModelRequestFields: { top_k: 5 } },
  },
  {
    rule: 'maxTokensIsWithinTheModel',
    says: 'exceeds the model limit of 4096',
    model: CLAUDE_3,
    body: { messages: [hello], inferenceConfig: { maxTokens: 4097 } },
  },
  {
    rule: 'budgetIsBelowMaxTokens',
    says: '`max_tokens` must be greater than `thinking.budget_tokens`',
    body: { messages: [hello], inferenceConfig: { maxTokens: 2048 }, additionalModelRequestFields: thinking },
  },
  {
    rule: 'stopSequencesAreTaken',
    says: 'stopSequences',
    model: LLAMA,
    body: { messages: [hello], inferenceConfig: { stopSequences: ['x'] } },
  },
  {
    rule: 'stopSequencesAreTaken',
    says: 'at most 4',
    model: NOVA,
    body: { messages: [hello], inferenceConfig: { stopSequences: ['a', 'b', 'c', 'd', 'e'] } },
  },
  {
    rule: 'stopSequencesAreNotBlank',
    says: 'non-whitespace',
    body: { messages: [hello], inferenceConfig: { stopSequences: [' '] } },
  },
  {
    rule: 'reasoningIsTaken',
    says: 'reasoningContent',
    model: NOVA,
    body: { messages: [hello, assistant(reasoning('hm'), text('b')), hello] },
  },
  {
    rule: 'reasoningIsTaken',
    says: 'assistant role',
    body: { messages: [user(reasoning('hm'), text('b'))] },
  },
  {
    rule: 'reasoningComesFirst',
    says: 'come first',
    body: { messages: [hello, assistant(text('b'), reasoning('hm')), hello] },
  },
  {
    rule: 'toolLoopKeepsItsThinking',
    says: 'Expected `thinking` or `redacted_thinking`, but found `tool_use`',
    body: { toolConfig, messages: toolLoop, additionalModelRequestFields: thinking },
  },
  {
    rule: 'toolLoopKeepsItsThinking',
    says: 'but found `text`',
    body: {
      toolConfig,
      messages: [hello, assistant(text('a'), call('id_1')), user(result('id_1'))],
      additionalModelRequestFields: thinking,
    },
  },
  {
    rule: 'reasoningIsUnchanged',
    says: 'messages.1.content.0: Invalid `signature` in `thinking` block',
    body: { messages: [hello, assistant(reasoning('hm', signReasoning('ha')), text('b')), hello] },
  },
  {
    rule: 'reasoningIsUnchanged',
    says: 'signature: Field required',
    body: { messages: [hello, assistant(reasoning('hm', ''), text('b')), hello] },
  },
  {
    rule: 'reasoningIsUnchanged',
    says: 'Invalid `data`',
    body: { messages: [hello, assistant(redacted('aGVsbG8='), text('b')), hello] },
  },
  {
    rule: 'thinkingTakesNoPrefill',
    says: 'must end with a user message',
    body: {
      messages: [hello, assistant(reasoning('hm'), text('b'))],
      additionalModelRequestFields: thinking,
    },
  },
  {
    rule: 'prefillIsTaken',
    says: 'does not support assistant message prefill',
    model: CLAUDE_46,
    body: { messages: [hello, assistant(text('b'))] },
  },
  {
    rule: 'prefillHasNoTrailingSpace',
    says: 'final assistant content cannot end with trailing whitespace',
    body: { messages: [hello, assistant(text('b '))] },
  },
  {
    rule: 'structuredOutputIsTaken',
    says: 'outputConfig.textFormat',
    model: CLAUDE_3,
    body: { messages: [hello], outputConfig: outputConfig(closedSchema) },
  },
  {
    rule: 'outputSchemaIsValid',
    says: 'additionalProperties',
    body: { messages: [hello], outputConfig: outputConfig({ type: 'object' }) },
  },
  {
    rule: 'outputSchemaIsValid',
    says: "property 'minimum' is not supported",
    body: { messages: [hello], outputConfig: outputConfig({ type: 'integer', minimum: 1 }) },
  },
  {
    rule: 'outputSchemaIsValid',
    says: 'not a valid JSON schema',
    body: { messages: [hello], outputConfig: outputConfig('x') },
  },
  {
    rule: 'effortIsKnown',
    says: 'must be one of the following',
    model: CLAUDE_46,
    body: { messages: [hello], outputConfig: { effort: 'huge' } },
  },
  {
    rule: 'effortIsKnown',
    says: 'outputConfig.effort',
    model: CLAUDE_3,
    body: { messages: [hello], outputConfig: { effort: 'low' } },
  },
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
]

const taken: readonly (Omit<Case, 'rule' | 'says'> & { readonly name: string })[] = [
  { name: 'a plain request', body: { messages: [hello] } },
  {
    name: 'null members',
    body: { messages: [hello], system: null, inferenceConfig: { temperature: null, maxTokens: 5 } },
  },
  { name: 'a tool round trip', body: { toolConfig, messages: toolLoop } },
  {
    name: 'results in any order, then text',
    body: {
      toolConfig,
      messages: [
        hello,
        assistant(call('id_1'), call('id_2')),
        user(result('id_2'), result('id_1'), text('so?')),
      ],
    },
  },
  {
    name: 'an empty tool result',
    body: { toolConfig, messages: [hello, assistant(call('id_1')), user(result('id_1', []))] },
  },
  {
    name: 'nine characters for Mistral',
    model: MISTRAL,
    body: { toolConfig, messages: [hello, assistant(call('abcdefgh1')), user(result('abcdefgh1'))] },
  },
  { name: 'prefill', body: { messages: [hello, assistant(text('b'))] } },
  { name: 'a prompt by its ARN', model: PROMPT, body: { promptVariables: { a: text('b') } } },
  { name: 'an application profile', model: APPLICATION, body: { messages: [hello] } },
  {
    name: 'thinking with its own reasoning',
    body: {
      toolConfig,
      messages: [hello, assistant(reasoning('hm'), call('id_1')), user(result('id_1'))],
      additionalModelRequestFields: thinking,
    },
  },
  {
    name: 'redacted reasoning',
    body: {
      toolConfig,
      messages: [hello, assistant(redacted(redactReasoning('hm')), call('id_1')), user(result('id_1'))],
      additionalModelRequestFields: thinking,
    },
  },
  {
    name: 'an old tool loop without its reasoning',
    body: {
      toolConfig,
      messages: [...toolLoop, assistant(text('done')), hello],
      additionalModelRequestFields: thinking,
    },
  },
  {
    name: 'a budget above max tokens, interleaved',
    body: {
      toolConfig,
      messages: [hello],
      inferenceConfig: { maxTokens: 1500 },
      additionalModelRequestFields: { ...thinking, anthropic_beta: ['interleaved-thinking-2025-05-14'] },
    },
  },
  {
    name: 'adaptive thinking',
    model: CLAUDE_46,
    body: {
      messages: [hello],
      additionalModelRequestFields: { thinking: { type: 'adaptive' }, output_config: { effort: 'high' } },
    },
  },
  {
    name: 'a budget on 4.6',
    model: CLAUDE_46,
    body: { messages: [hello], additionalModelRequestFields: thinking },
  },
  {
    name: 'thinking switched off with a temperature',
    body: {
      messages: [hello],
      inferenceConfig: { temperature: 0.2 },
      additionalModelRequestFields: { thinking: { type: 'disabled' } },
    },
  },
  {
    name: 'Nova reasoning',
    model: NOVA_2,
    body: {
      messages: [hello],
      additionalModelRequestFields: { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'low' } },
    },
  },
  {
    name: 'both sampling values on Claude 3',
    model: CLAUDE_3,
    body: { messages: [hello], inferenceConfig: { temperature: 0, topP: 0.5 } },
  },
  {
    name: 'a picture and a document',
    body: { messages: [user(text('a'), png(), document('my notes (1)'))] },
  },
  { name: 'structured output', body: { messages: [hello], outputConfig: outputConfig(closedSchema) } },
  {
    name: 'a schema with a property named like a keyword',
    body: {
      messages: [hello],
      outputConfig: outputConfig({ ...closedSchema, properties: { minimum: { type: 'string' } } }),
    },
  },
  {
    name: 'four cache points',
    body: {
      toolConfig: { tools: [tool(), cachePoint] },
      system: [text('s'), cachePoint],
      messages: [user(text('a'), cachePoint, text('b'), cachePoint)],
    },
  },
]

const catalogue = defaultCatalogue('us-east-1')
const check = ({ model = CLAUDE, body, streaming = false }: Omit<Case, 'rule' | 'says'>) =>
  checkConverse(model, body, streaming, catalogue)

describe('the rules of Converse', () => {
  it.each(refused)('$rule: "$says"', (example) => {
    const outcome = check(example)
    expect(outcome).toMatchObject({ rule: example.rule })
    expect('refusal' in outcome && outcome.refusal.message).toContain(example.says)
  })

  it.each(taken)('takes $name', (example) => {
    const outcome = check(example)
    expect('refusal' in outcome ? outcome : 'taken').toBe('taken')
  })

  it('has an example for every rule', () => {
    const shown = new Set<string>(refused.map(({ rule }) => rule))
    expect(Object.keys(CONVERSE_RULES).filter((rule) => !shown.has(rule))).toEqual([])
  })
})
