import { element } from '../element.ts'
import type { MountedTab, TabContext } from '../tab.ts'

/** Answers and streams of Bedrock, translated. */
export async function mountAnswerTab(panel: HTMLElement, _context: TabContext): Promise<MountedTab> {
  panel.append(element('p', { class: 'empty' }, 'Answers are not shown here yet.'))
  return { restore: () => undefined }
}
