import type { Reply } from '@patchbay/testing'

import { listOfferedTools, type OfferedTool } from './offered-tools.ts'

/** What the model does, one after the other. */
export const STEPS = ['parallel calls', 'image', 'custom tool', 'unavailable', 'answer'] as const
export type Step = (typeof STEPS)[number] | 'overflow'

/** What the model says at the end. */
export const LAST_WORDS = 'All rounds are done.'

/** The file in the folder of the program that is a picture. */
export const PICTURE = 'picture.png'

/** Writes the replies of the model through the rounds of one run. */
export interface Rounds {
  /** What is answered to a request; `undefined` leaves it to the simulator. */
  readonly reply: (body: unknown) => Reply
  /** The steps that were taken so far. */
  readonly taken: readonly Step[]
  /** The tools that were called. */
  readonly called: readonly string[]
}

/**
 * @param folder - where the program runs
 * @param overflows - once, before the answer, the service says that the conversation is too long
 */
export function createRounds(folder: string, overflows: boolean): Rounds {
  const steps: readonly Step[] = overflows ? [...STEPS.slice(0, -1), 'overflow', 'answer'] : STEPS
  const taken: Step[] = []
  const called: string[] = []
  let calls = 0
  const call = (name: string, input: Record<string, unknown>) => {
    called.push(name)
    calls += 1
    return { toolUse: { toolUseId: `tooluse_round${calls}`, name, input } }
  }
  const shell = (tools: readonly OfferedTool[], command: string) => {
    const found = tools.find(({ name }) => /(?:^|_)(?:exec_command|bash)$/i.test(name))
    if (found !== undefined) return [call(found.name, shellInput(found.name, command))]
    const exec = tools.find(({ name }) => /(?:^|_)exec$/.test(name))
    return exec === undefined ? [] : [call(exec.name, execInput(command))]
  }
  const image = (tools: readonly OfferedTool[]) => {
    const found = tools.find(({ name }) => /(?:^|_)(?:view_image|read)$/i.test(name))
    if (found === undefined) return []
    const path = `${folder}/${PICTURE}`
    return [call(found.name, { path, file_path: path, filePath: path })]
  }
  const custom = (tools: readonly OfferedTool[]) => {
    const found = tools.find(({ name, custom: isCustom }) => isCustom || /(?:^|_)exec$/.test(name))
    return found === undefined ? [] : [call(found.name, execInput('echo three'))]
  }
  return {
    taken,
    called,
    reply(body) {
      const tools = listOfferedTools(body)
      // Titles and summaries are asked for without tools, or beside the conversation.
      if (tools.length === 0) return { text: 'A title' }
      const step = steps[taken.length] ?? 'answer'
      taken.push(step)
      if (step === 'unavailable')
        return {
          error: {
            type: 'ServiceUnavailableException',
            message: 'The service is busy.',
          },
        }
      if (step === 'overflow')
        return { error: { type: 'ValidationException', message: 'Input is too long for requested model.' } }
      if (step === 'answer') return { text: LAST_WORDS }
      const content = {
        'parallel calls': () => [...shell(tools, 'echo one'), ...shell(tools, 'cat missing-file')],
        image: () => image(tools),
        'custom tool': () => custom(tools),
      }[step]()
      if (content.length > 0) return { content: [{ text: `Round ${taken.length}.` }, ...content] }
      // The program has no such tool: the next step.
      return this.reply(body)
    },
  }
}

function shellInput(name: string, command: string): Record<string, unknown> {
  if (name.endsWith('exec_command')) return { cmd: command }
  return { command, description: 'Runs a command' }
}

/** Codex runs scripts with its tools as functions. A custom tool that is translated has its text in `input`. */
function execInput(command: string): Record<string, unknown> {
  return {
    input: `const result = await tools.exec_command({ cmd: ${JSON.stringify(command)} })\ntext(result)\n`,
  }
}
