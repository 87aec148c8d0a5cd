import { element } from '../element.ts'
import { CHOICE_FIELDS, type ChoiceField } from './choice-fields.ts'
import type { RequestApi } from './apis.ts'
import { toLiteral } from './copy/literal.ts'
import { DEFAULT_CHOICES, isChoice, type RouteChoices, routeFor, withChoice } from './route-choices.ts'

/** The options of the route. */
export interface ChoicesView {
  readonly element: HTMLElement
  /** Shows the options that requests of an API have. */
  readonly show: (choices: RouteChoices, stream: boolean, api: RequestApi) => void
}

/** What the reader does with them. */
export interface ChoicesEvents {
  readonly onChoices: (choices: RouteChoices) => void
  readonly onStream: (stream: boolean) => void
}

type Control = HTMLInputElement | HTMLSelectElement

export function createChoicesView({ onChoices, onStream }: ChoicesEvents): ChoicesView {
  let shown: RouteChoices = DEFAULT_CHOICES
  const fields = CHOICE_FIELDS.map((field) => {
    const control = createControl(field)
    control.addEventListener('input', () => {
      const value = readControl(field, control)
      const isGood = value === undefined || isChoice(field.name, value)
      control.setAttribute('aria-invalid', String(!isGood))
      if (isGood) onChoices((shown = withChoice(shown, field.name, value)))
    })
    return { ...field, control, row: createRow(field.label, control, field.suggested) }
  })
  const stream = element('input', { type: 'checkbox', id: 'option-stream' })
  stream.addEventListener('input', () => onStream(stream.checked))
  const streamRow = createRow('Streamed answer', stream)
  const summary = element('summary', {})
  const rows = element('div', { class: 'choice-fields' }, ...fields.map(({ row }) => row), streamRow)
  return {
    element: element('details', { class: 'choices' }, summary, rows),
    show: (choices, isStream, api) => {
      const isConverse = api === 'converse'
      const { name: route, options } = routeFor(api, choices)
      shown = choices
      summary.replaceChildren('Options', element('code', {}, `${route}(${toLiteral(options)})`))
      streamRow.hidden = !isConverse
      stream.checked = isStream
      for (const { name, control, row, isOfConverse } of fields) {
        row.hidden = isOfConverse === true ? !isConverse : route === 'openai'
        writeControl(control, choices[name])
      }
    },
  }
}

function createControl({ name, kind, byDefault = '', values = [], suggested }: ChoiceField): Control {
  const id = `option-${name}`
  if (kind === 'flag') return element('input', { type: 'checkbox', id })
  if (kind === 'select') {
    const options = values.map(([value, label]) => element('option', { value }, label))
    return element('select', { id }, element('option', { value: '' }, byDefault), ...options)
  }
  return element('input', {
    type: 'text',
    id,
    placeholder: byDefault,
    inputmode: kind === 'number' && 'numeric',
    list: suggested && `${id}-list`,
    spellcheck: 'false',
    autocomplete: 'off',
  })
}

function createRow(label: string, control: Control, suggested?: readonly string[]): HTMLElement {
  const text = element('span', {}, label)
  if (isCheckbox(control)) return element('label', { class: 'check', for: control.id }, control, text)
  const list =
    suggested &&
    element(
      'datalist',
      { id: `${control.id}-list` },
      ...suggested.map((value) => element('option', { value })),
    )
  return element('label', { class: 'field', for: control.id }, text, control, list)
}

function readControl({ name, kind }: ChoiceField, control: Control): unknown {
  if (isCheckbox(control)) return control.checked ? true : undefined
  const text = control.value.trim()
  if (text === '') return name === 'region' ? text : undefined
  return kind === 'number' ? Number(text) : text
}

/** What the reader is typing stays as it is. */
function writeControl(control: Control, value: RouteChoices[keyof RouteChoices]): void {
  if (isCheckbox(control)) control.checked = value === true
  else if (control !== document.activeElement || control instanceof HTMLSelectElement) {
    control.value = value === undefined ? '' : String(value)
    control.removeAttribute('aria-invalid')
  }
}

function isCheckbox(control: Control): control is HTMLInputElement {
  return control.type === 'checkbox'
}
