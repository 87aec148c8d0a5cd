/**
 * The type of what Converse takes. Only Bedrock clients on other backends send one: it stands apart from what every answer of
 * Converse is read by.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
import { CACHE_POINT, list, MESSAGE, structure } from './converse-shapes.ts'
import type { Shape } from './read-shape.ts'

/** The input of Converse and ConverseStream. */
export const CONVERSE_INPUT: Shape = structure({
  modelId: 'string',
  messages: list(MESSAGE),
  system: list(
    structure({
      text: 'string',
      cachePoint: CACHE_POINT,
      guardContent: structure({ text: structure({ text: 'string', qualifiers: list('string') }) }),
    }),
  ),
  inferenceConfig: structure({
    maxTokens: 'number',
    temperature: 'number',
    topP: 'number',
    stopSequences: list('string'),
  }),
  toolConfig: structure({
    tools: list(
      structure({
        toolSpec: structure({
          name: 'string',
          description: 'string',
          strict: 'boolean',
          inputSchema: structure({ json: 'document' }),
        }),
        systemTool: structure({ name: 'string' }),
        cachePoint: CACHE_POINT,
      }),
    ),
    toolChoice: structure({
      auto: structure({}),
      any: structure({}),
      tool: structure({ name: 'string' }),
    }),
  }),
  guardrailConfig: 'document',
  promptVariables: 'document',
  additionalModelRequestFields: 'document',
  additionalModelResponseFieldPaths: list('string'),
  requestMetadata: { map: 'string' },
  performanceConfig: structure({ latency: 'string' }),
  serviceTier: structure({ type: 'string' }),
  outputConfig: structure({
    effort: 'string',
    textFormat: structure({
      type: 'string',
      structure: structure({
        jsonSchema: structure({ schema: 'string', name: 'string', description: 'string' }),
      }),
    }),
  }),
})
