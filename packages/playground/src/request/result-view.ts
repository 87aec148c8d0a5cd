import { createJsonEditor, type JsonEditor } from '../editor/json-editor.ts'
import { button, element } from '../element.ts'
import { formatJson } from '../json/format-json.ts'
import { ownHeaders } from './own-headers.ts'
import type { Outcome, Refusal, Sent } from './outcome.ts'

/** What the reader does with the result. */
export interface ResultEvents {
  readonly onCopyCurl: () => void
  readonly onCopyCode: () => void
  readonly onPoint: (offset: number | undefined) => void
  /** Told of the part of the address that the pointer is over, or that has the focus. */
  readonly onPointFact: (part: AddressPart | undefined) => void
}

/** A part of an address. */
export type AddressPart = 'host' | 'path'

/** What Bedrock would get, or what the caller would be told. */
export interface ResultView {
  readonly element: HTMLElement
  readonly editor: JsonEditor
  readonly show: (outcome: Outcome) => void
  /** Highlights parts of the address, in place of those before. */
  readonly setLinkedFacts: (parts: readonly AddressPart[]) => void
}

export function createResultView({ onCopyCurl, onCopyCode, onPoint, onPointFact }: ResultEvents): ResultView {
  const editor = createJsonEditor({ label: 'The body that Bedrock would get', readOnly: true, onPoint })
  const head = element('dl', { class: 'facts' })
  const curl = button('Copy as curl', onCopyCurl)
  const code = button('Copy as code', onCopyCode)
  const title = element('h2', {}, 'What Bedrock would get')
  const view = element(
    'section',
    { class: 'pane result' },
    element('div', { class: 'pane-head' }, title, element('div', { class: 'tools' }, curl, code)),
    head,
    element('div', { class: 'editor' }, editor.element),
  )
  pointAtFacts(head, onPointFact)
  return {
    element: view,
    editor,
    setLinkedFacts: (parts) => {
      for (const one of head.querySelectorAll<HTMLElement>('[data-part]'))
        one.classList.toggle('linked', parts.includes(one.dataset['part'] as AddressPart))
    },
    show: (outcome) => {
      view.dataset['kind'] = outcome.kind
      curl.disabled = outcome.kind !== 'sent'
      code.disabled = outcome.kind === 'unreadable'
      // What was there before stays, and is shown as past.
      if (outcome.kind === 'unreadable') return
      title.textContent = titleOf(outcome)
      head.replaceChildren(...(outcome.kind === 'sent' ? sentFacts(outcome) : refusalFacts(outcome)))
      editor.setText(formatJson(outcome.kind === 'sent' ? outcome.body : shownBody(outcome)))
    },
  }
}

function titleOf(outcome: Outcome): string {
  if (outcome.kind !== 'sent') return 'What the caller would be told'
  return outcome.host === undefined ? 'What the server would get' : 'What Bedrock would get'
}

function sentFacts({ method, url, api, headers }: Sent): Node[] {
  const { host, pathname, search } = new URL(url)
  return [
    ...fact('API', api ?? 'unknown', 'strong'),
    ...fact('Host', host, '', 'host'),
    ...fact('Path', `${method} ${pathname}${search}`, '', 'path'),
    ...ownHeaders(headers).flatMap(([name, value]) => fact('Header', `${name}: ${value}`)),
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

function fact(label: string, value: string, kind = '', part?: AddressPart): Node[] {
  const shown = element('span', { 'data-part': part, tabindex: part && 0 }, value)
  return [element('dt', {}, label), element('dd', { class: kind }, shown)]
}

function pointAtFacts(facts: HTMLElement, onPoint: (part: AddressPart | undefined) => void): void {
  const partOf = ({ target }: Event): AddressPart | undefined =>
    target instanceof HTMLElement ? (target.dataset['part'] as AddressPart | undefined) : undefined
  for (const type of ['mouseover', 'focusin']) facts.addEventListener(type, (event) => onPoint(partOf(event)))
  for (const type of ['mouseleave', 'focusout']) facts.addEventListener(type, () => onPoint(undefined))
}
