import type { ModelFamily } from './model-capabilities.ts'

/** The family by provider, then by a part of the model's id (`''`: all of them). */
export const FAMILY_BY_PROVIDER: ReadonlyMap<string, readonly { part: string; family: ModelFamily }[]> =
  new Map([
    ['anthropic', [{ part: 'claude', family: 'claude' }]],
    [
      'amazon',
      [
        { part: 'nova', family: 'nova' },
        { part: 'titan-t', family: 'titan-text' },
      ],
    ],
    ['meta', [{ part: 'llama', family: 'llama' }]],
    ['mistral', [{ part: '', family: 'mistral' }]],
    ['cohere', [{ part: 'command', family: 'cohere-command' }]],
    ['ai21', [{ part: '', family: 'ai21-jamba' }]],
    ['deepseek', [{ part: '', family: 'deepseek' }]],
    ['openai', [{ part: 'gpt-oss', family: 'gpt-oss' }]],
    ['qwen', [{ part: '', family: 'qwen' }]],
    ['moonshot', [{ part: '', family: 'kimi' }]],
    ['moonshotai', [{ part: '', family: 'kimi' }]],
    ['minimax', [{ part: '', family: 'minimax' }]],
    ['google', [{ part: 'gemma', family: 'gemma' }]],
    ['writer', [{ part: 'palmyra', family: 'writer-palmyra' }]],
  ])
