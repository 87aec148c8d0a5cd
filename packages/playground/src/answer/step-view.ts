import { createJsonEditor } from '../editor/json-editor.ts'
import { element } from '../element.ts'
import { formatJson } from '../json/format-json.ts'
import type { CallerFailure } from './translation/caller-failure.ts'
import type { Step } from './translation/translate-answer.ts'

/** What comes out at one event: its chunks, or the error that the caller's SDK throws. */
export interface StepView {
  readonly element: HTMLElement
  readonly show: (step: Step | undefined) => void
}

export function createStepView(): StepView {
  const editor = createJsonEditor({ label: 'What comes out at this event', readOnly: true })
  const title = element('h2', { id: 'step-title' })
  const failure = element('div', { class: 'failure', hidden: true })
  return {
    element: element(
      'section',
      { class: 'step', 'aria-labelledby': 'step-title' },
      title,
      failure,
      element('div', { class: 'editor' }, editor.element),
    ),
    show: (step) => {
      const failed = step?.failure
      title.textContent = titleOf(step)
      failure.hidden = failed === undefined
      failure.replaceChildren(...(failed === undefined ? [] : describeFailure(failed)))
      const shown = failed === undefined ? (step?.chunks ?? []) : [failed.event]
      editor.setText(shown.map(formatJson).join('\n\n'))
    },
  }
}

function titleOf(step: Step | undefined): string {
  if (step?.failure !== undefined) return 'The caller’s SDK throws'
  const count = step?.chunks.length ?? 0
  if (count === 0) return 'Nothing comes out at this event'
  return count === 1 ? 'A chunk comes out at this event' : `${count} chunks come out at this event`
}

function describeFailure({ errorClass, status, message, code }: CallerFailure): Node[] {
  return [
    element('p', {}, element('strong', {}, errorClass), ` ${status}: ${message}`),
    ...(code === null ? [] : [element('p', { class: 'hint' }, `code: ${code}`)]),
    element('p', { class: 'hint' }, 'A caller without an SDK reads this event, and then the end:'),
  ]
}
