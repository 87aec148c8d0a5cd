import type { ToolChoice } from '@aws-sdk/client-bedrock-runtime'

import type { RequestScope } from './request-scope.ts'

/** What the caller wants of the tools, whichever protocol it came by. Names are the caller's own. */
export interface WantedToolChoice {
  readonly mode: 'auto' | 'none' | 'required' | 'named'
  /** The tool of mode `named`. */
  readonly name: string | undefined
  /** Only these tools may be called (`allowed_tools`). */
  readonly allowed: ReadonlySet<string> | undefined
  /** The caller's field. */
  readonly path: string
  /** The request states no choice. */
  readonly implicit: boolean
}

/**
 * The choice as Converse has it. A choice that the model does not support becomes `auto`, with a warning.
 *
 * `any` and `tool` per family: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolChoice.html
 *
 * @param thinking - the model thinks in this request, and then cannot be forced
 * @returns `undefined` for the service's default, which is `auto`
 */
export function toToolChoice(
  wanted: WantedToolChoice,
  thinking: boolean,
  { context, warnings, toolNames }: Pick<RequestScope, 'context' | 'warnings' | 'toolNames'>,
): ToolChoice | undefined {
  const known = context.model.capabilities.toolChoice
  const auto: ToolChoice | undefined = known.any || known.tool ? { auto: {} } : undefined
  if (wanted.mode === 'auto' || wanted.mode === 'none') return wanted.implicit ? undefined : auto
  if (thinking) {
    warnings.add(
      'tool_choice_not_forced',
      wanted.path,
      `A model that thinks cannot be forced to call a tool: ${wanted.path} became "auto". To force it, leave reasoning out.`,
    )
    return auto
  }
  if (wanted.mode === 'required' && known.any) return { any: {} }
  if (wanted.mode === 'named' && known.tool) return { tool: { name: toolNames.toBedrock(wanted.name ?? '') } }
  warnings.add(
    'tool_choice_not_forced',
    wanted.path,
    `This model cannot be forced to call ${wanted.mode === 'named' ? 'a certain tool' : 'a tool'}: ${wanted.path} became "auto".`,
  )
  return auto
}

/**
 * The sentence for a model that cannot be forced to make the call that the caller demands; `undefined` where none is
 * demanded.
 */
export function toCallInstruction(
  { mode, name = '' }: Pick<WantedToolChoice, 'mode' | 'name'>,
  { toolNames }: { readonly toolNames: Pick<RequestScope['toolNames'], 'toBedrock'> },
): string | undefined {
  if (mode === 'required') return 'Answer by calling at least one of the tools, not with text alone.'
  if (mode !== 'named') return undefined
  return `Answer by calling the tool "${toolNames.toBedrock(name)}", not with text alone.`
}

/**
 * Anthropic's own `tool_choice`, which alone can forbid parallel calls. Beside a choice of Converse's it must not name a
 * type of its own: the service refuses a type that is said twice, and one that is not said at all.
 *
 * @param choice - `toolConfig.toolChoice` of the request
 */
export function toParallelToolChoice(choice: ToolChoice | undefined): { [field: string]: string | boolean } {
  const disable = { disable_parallel_tool_use: true }
  return choice === undefined ? { type: 'auto', ...disable } : disable
}
