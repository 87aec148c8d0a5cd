import { element } from '../element.ts'
import { listModels } from '../request/models.ts'
import { EXAMPLES, type AnswerExample } from './examples/index.ts'
import { CLIENT_NAMES, type ClientProtocol } from './translation/clients.ts'
import type { AnswerSettings } from './translation/contexts.ts'

/** What the reader does with the toolbar. */
export interface AnswerToolbarEvents {
  readonly onExample: (example: AnswerExample) => void
  readonly onClient: (client: ClientProtocol) => void
  readonly onSettings: (settings: Partial<AnswerSettings>) => void
}

/** What it shows. */
export interface AnswerToolbarState {
  /** The example that the answer is, unchanged. */
  readonly example: string | undefined
  readonly client: ClientProtocol
  /** For which clients the answer can be translated. */
  readonly clients: readonly ClientProtocol[]
  readonly settings: AnswerSettings
}

/** The choice of an example, of the client, of the model, and of what the request asked for. */
export interface AnswerToolbar {
  readonly element: HTMLElement
  readonly show: (state: AnswerToolbarState) => void
}

/** In a picker: nothing of the list is chosen. */
const OTHER = ''

type Flag = Exclude<keyof AnswerSettings, 'model'>

/** What a request of Chat Completions, or its route, may ask for. */
const FLAGS: readonly (readonly [Flag, string])[] = [
  ['includeUsage', 'stream_options.include_usage'],
  ['thinkTags', 'Reasoning in <think> tags'],
  ['contentBlocks', 'strictOpenAICompliance: false'],
]

export function createAnswerToolbar({ onExample, onClient, onSettings }: AnswerToolbarEvents): AnswerToolbar {
  const examples = element(
    'select',
    { id: 'answer-example' },
    element('option', { value: OTHER }, 'Your own'),
    ...EXAMPLES.map(({ id, label }) => element('option', { value: id }, label)),
  )
  const clients = element('select', { id: 'answer-client' })
  const models = createModelSelect()
  const flags = FLAGS.map(([name, label]) => createFlag(name, label, onSettings))
  examples.addEventListener('change', () => {
    const example = EXAMPLES.find(({ id }) => id === examples.value)
    if (example !== undefined) onExample(example)
  })
  clients.addEventListener('change', () => onClient(clients.value as ClientProtocol))
  models.addEventListener('change', () => onSettings({ model: models.value }))
  const checks = element('div', { class: 'checks' }, ...flags.map(({ label }) => label))
  return {
    element: element(
      'div',
      { class: 'answer-toolbar' },
      element(
        'div',
        { class: 'toolbar' },
        field('The client speaks', clients),
        field('Example', examples),
        field('Model that answered', models, 'wide'),
      ),
      checks,
    ),
    show: ({ example, client, clients: offered, settings }) => {
      examples.value = example ?? OTHER
      clients.replaceChildren(...offered.map((one) => element('option', { value: one }, CLIENT_NAMES[one])))
      clients.value = client
      showModel(models, settings.model)
      for (const { name, input } of flags) input.checked = settings[name]
      checks.hidden = client !== 'chat-completions'
    },
  }
}

function field(label: string, control: HTMLElement, kind = ''): HTMLElement {
  return element('label', { class: `field ${kind}`, for: control.id }, element('span', {}, label), control)
}

function createFlag(name: Flag, text: string, onSettings: AnswerToolbarEvents['onSettings']) {
  const input = element('input', { type: 'checkbox', id: `answer-${name}` })
  input.addEventListener('change', () => onSettings({ [name]: input.checked }))
  const label = element('label', { class: 'check', for: input.id }, input, element('span', {}, text))
  return { name, input, label }
}

function createModelSelect(): HTMLSelectElement {
  const groups = listModels().map(({ maker, models }) =>
    element(
      'optgroup',
      { label: maker },
      ...models.map(({ name, id }) => element('option', { value: id }, `${name} (${id})`)),
    ),
  )
  return element('select', { id: 'answer-model' }, ...groups)
}

/** A link may name a model that is not in the list. */
function showModel(select: HTMLSelectElement, model: string): void {
  select.value = model
  if (select.selectedIndex !== -1) return
  select.querySelector(':scope > option')?.remove()
  select.prepend(element('option', { value: model }, model))
  select.value = model
}
