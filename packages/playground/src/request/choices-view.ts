import { element } from '../element.ts'
import { isChoice, type RouteChoices, withChoice } from './route-choices.ts'

/** The options of the route. */
export interface ChoicesView {
  readonly element: HTMLElement
  /** @param canStream whether streaming is chosen here, not in the request */
  readonly show: (choices: RouteChoices, stream: boolean, canStream: boolean) => void
}

/** What the reader does with them. */
export interface ChoicesEvents {
  readonly onChoices: (choices: RouteChoices) => void
  readonly onStream: (stream: boolean) => void
}

type Name = keyof RouteChoices
type Control = HTMLInputElement | HTMLSelectElement

/** An option that takes one of several values; the first text is the default. */
const SELECTS: readonly (readonly [Name, string, string, readonly string[]])[] = [
  ['api', 'API', 'auto', ['native', 'converse', 'chat-completions', 'responses', 'messages']],
  ['host', 'Host', 'auto', ['runtime', 'mantle']],
  ['crossRegion', 'Cross region', 'off', ['geo', 'global']],
  ['reasoningRatios', 'Reasoning ratios', 'default', ['bedrock-access-gateway']],
]

/** An option that takes text; its example is what is shown where it is empty. */
const TEXTS: readonly (readonly [Name, string, string])[] = [
  ['maxTokens', 'Max tokens', 'by model'],
  ['endpoint', 'Endpoint (VPC)', 'https://vpce-….amazonaws.com'],
]

const FLAGS: readonly (readonly [Name, string])[] = [
  ['strict', 'Strict: warnings are errors'],
  ['fips', 'FIPS endpoint'],
  ['dualstack', 'Dual-stack endpoint'],
]

const REGIONS = [
  'us-east-1',
  'us-east-2',
  'us-west-2',
  'us-gov-west-1',
  'ca-central-1',
  'sa-east-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
]

export function createChoicesView({ onChoices, onStream }: ChoicesEvents): ChoicesView {
  let shown: RouteChoices = { region: 'us-east-1' }
  const controls = new Map<Name, Control>()
  const add = (name: Name, control: Control): Control => {
    controls.set(name, control)
    control.addEventListener('input', () => {
      const value = readControl(name, control)
      const isGood = value === undefined || isChoice(name, value)
      control.setAttribute('aria-invalid', String(!isGood))
      if (isGood) onChoices((shown = withChoice(shown, name, value)))
    })
    return control
  }
  const stream = element('input', { type: 'checkbox', id: 'option-stream' })
  stream.addEventListener('input', () => onStream(stream.checked))
  const streamField = check('Streamed answer', stream)

  const fields = [
    field('Region', add('region', textInput('region', 'us-east-1', 'option-regions'))),
    ...SELECTS.map(([name, label, first, values]) => field(label, add(name, select(name, first, values)))),
    ...TEXTS.map(([name, label, example]) => field(label, add(name, textInput(name, example)))),
    streamField,
    ...FLAGS.map(([name, label]) => check(label, add(name, checkbox(name)))),
  ]
  const regions = element(
    'datalist',
    { id: 'option-regions' },
    ...REGIONS.map((value) => element('option', { value })),
  )
  const summary = element('summary', {})
  return {
    element: element(
      'details',
      { class: 'choices' },
      summary,
      element('div', { class: 'choice-fields' }, ...fields),
      regions,
    ),
    show: (choices, isStream, canStream) => {
      shown = choices
      summary.replaceChildren('Options', element('code', {}, describe(choices, isStream && canStream)))
      streamField.hidden = !canStream
      stream.checked = isStream
      for (const [name, control] of controls) writeControl(control, choices[name])
    },
  }
}

/** The options as code has them. */
function describe(choices: RouteChoices, stream: boolean): string {
  const parts = Object.entries(choices).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
  return [...parts, ...(stream ? ['streamed'] : [])].join(', ')
}

function readControl(name: Name, control: Control): unknown {
  if (isCheckbox(control)) return control.checked ? true : undefined
  const text = control.value.trim()
  if (text === '') return name === 'region' ? '' : undefined
  return name === 'maxTokens' ? Number(text) : text
}

/** What the reader is typing stays as it is. */
function writeControl(control: Control, value: RouteChoices[Name]): void {
  if (isCheckbox(control)) control.checked = value === true
  else if (control !== document.activeElement) control.value = value === undefined ? '' : String(value)
  if (control !== document.activeElement) control.removeAttribute('aria-invalid')
}

function field(label: string, control: HTMLElement): HTMLElement {
  return element('label', { class: 'field', for: control.id }, element('span', {}, label), control)
}

function check(label: string, control: HTMLElement): HTMLElement {
  return element('label', { class: 'check', for: control.id }, control, element('span', {}, label))
}

function checkbox(name: Name): HTMLInputElement {
  return element('input', { type: 'checkbox', id: `option-${name}` })
}

function textInput(name: Name, placeholder: string, list?: string): HTMLInputElement {
  return element('input', {
    type: 'text',
    id: `option-${name}`,
    placeholder,
    list,
    spellcheck: 'false',
    autocomplete: 'off',
  })
}

function select(name: Name, first: string, values: readonly string[]): HTMLSelectElement {
  const options = values.map((value) => element('option', { value }, value))
  return element('select', { id: `option-${name}` }, element('option', { value: '' }, first), ...options)
}

function isCheckbox(control: Control): control is HTMLInputElement {
  return control.type === 'checkbox'
}
