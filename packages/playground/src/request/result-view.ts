import { createJsonEditor, type JsonEditor } from '../editor/json-editor.ts'
import { button, element } from '../element.ts'
import { formatJson } from '../json/format-json.ts'
import type { Outcome, Refusal, Sent } from './outcome.ts'

/** What the reader does with the result. */
export interface ResultEvents {
  readonly onCopyCurl: () => void
  readonly onCopyCode: () => void
  readonly onPoint: (offset: number | undefined) => void
}

/** What Bedrock would get, or what the caller would be told. */
export interface ResultView {
  readonly element: HTMLElement
  readonly editor: JsonEditor
  readonly show: (outcome: Outcome) => void
}

export function createResultView({ onCopyCurl, onCopyCode, onPoint }: ResultEvents): ResultView {
  const editor = createJsonEditor({ label: 'The body that Bedrock would get', readOnly: true, onPoint })
  const head = element('dl', { class: 'facts' })
  const curl = button('Copy as curl', onCopyCurl)
  const title = element('h2', {})
  const view = element(
    'section',
    { class: 'pane result' },
    element(
      'div',
      { class: 'pane-head' },
      title,
      element('div', { class: 'tools' }, curl, button('Copy as code', onCopyCode)),
    ),
    head,
    element('div', { class: 'editor' }, editor.element),
  )
  return {
    element: view,
    editor,
    show: (outcome) => {
      view.dataset['kind'] = outcome.kind
      if (outcome.kind === 'unreadable') return
      curl.disabled = outcome.kind === 'refused'
      title.textContent = outcome.kind === 'sent' ? 'What Bedrock would get' : 'What the caller would be told'
      head.replaceChildren(...(outcome.kind === 'sent' ? sentFacts(outcome) : refusalFacts(outcome)))
      editor.setText(formatJson(outcome.kind === 'sent' ? outcome.body : shownBody(outcome)))
    },
  }
}

function sentFacts({ method, url, api, host }: Sent): Node[] {
  const { host: name, pathname, search } = new URL(url)
  return [
    ...fact('API', api ?? 'unknown', 'strong'),
    ...fact('Host', name, host === undefined ? '' : 'known'),
    ...fact('Path', `${method} ${pathname}${search}`),
  ]
}

function refusalFacts({ status, code, field, name }: Refusal): Node[] {
  return [
    ...fact('Status', status === undefined ? name : String(status), 'strong bad'),
    ...(code === undefined ? [] : fact('Code', code)),
    ...(field === undefined ? [] : fact('Field', field)),
  ]
}

/** Errors of the AWS SDK have no body that a caller sees: their message is what there is. */
function shownBody({ body, message }: Refusal): unknown {
  return body === undefined ? { message } : body
}

function fact(label: string, value: string, kind = ''): Node[] {
  return [element('dt', {}, label), element('dd', { class: kind }, value)]
}
