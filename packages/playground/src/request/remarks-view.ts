import { button, element } from '../element.ts'
import type { TextRange } from '../json/members.ts'
import type { RequestRemark } from './remarks.ts'

/** The list of what there is to say of a request. */
export interface RemarksView {
  readonly element: HTMLElement
  readonly show: (remarks: readonly RequestRemark[]) => void
}

/**
 * @param onPick told where the remark that the reader picks stands in the text
 * @param id of its title, unique in the page
 */
export function createRemarksView(onPick: (range: TextRange) => void, id = 'remarks-title'): RemarksView {
  const title = element('h2', { id, 'aria-live': 'polite' })
  const list = element('ul', { 'aria-labelledby': id })
  const view = element('section', { class: 'remarks' }, title, list)
  return {
    element: view,
    show: (remarks) => {
      title.textContent = summarise(remarks)
      view.dataset['kind'] = remarks[0]?.severity ?? 'none'
      list.replaceChildren(...remarks.map((remark) => createItem(remark, onPick)))
      list.hidden = remarks.length === 0
    },
  }
}

/** `2 warnings`, or why nothing would be sent. */
export function summarise(remarks: readonly RequestRemark[]): string {
  const errors = remarks.filter(({ severity }) => severity === 'error').length
  if (errors > 0) return errors === 1 ? '1 error' : `${errors} errors`
  if (remarks.length === 0) return 'No warnings'
  return remarks.length === 1 ? '1 warning' : `${remarks.length} warnings`
}

function createItem(
  { severity, code, field, message, range, line }: RequestRemark,
  onPick: (range: TextRange) => void,
): HTMLElement {
  const where =
    range === undefined
      ? element('span', { class: 'where' }, field ?? '')
      : button(field === undefined ? `Line ${line}` : `${field}, line ${line}`, () => onPick(range), {
          class: 'where',
        })
  return element(
    'li',
    { class: severity },
    element('p', {}, where, element('code', {}, code)),
    element('p', {}, message),
  )
}
