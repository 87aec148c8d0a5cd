import { element } from '../element.ts'
import { REQUEST_APIS, type RequestApi } from './apis.ts'
import { EXAMPLES } from './examples/index.ts'
import type { Example } from './examples/example.ts'
import { listModels } from './models.ts'

/** What the reader does with the toolbar. */
export interface ToolbarEvents {
  readonly onApi: (api: RequestApi) => void
  readonly onExample: (example: Example) => void
  readonly onModel: (id: string) => void
}

/** What it shows. */
export interface ToolbarState {
  readonly api: RequestApi
  /** The example that the request is, unchanged. */
  readonly example: string | undefined
  /** What the request names. */
  readonly model: string | undefined
}

/** The choice of the API, of an example and of the model. */
export interface Toolbar {
  readonly element: HTMLElement
  readonly show: (state: ToolbarState) => void
}

/** In a picker: nothing of the list is chosen. */
const OTHER = ''

export function createToolbar({ onApi, onExample, onModel }: ToolbarEvents): Toolbar {
  let api: RequestApi = 'chat-completions'
  const apis = element(
    'select',
    { id: 'request-api' },
    ...REQUEST_APIS.map(({ id, label }) => element('option', { value: id }, label)),
  )
  const examples = element('select', { id: 'request-example' })
  const models = element('select', { id: 'request-model' })
  const other = element('option', { value: OTHER })
  models.append(other, ...modelOptions())

  apis.addEventListener('change', () => onApi(apis.value as RequestApi))
  examples.addEventListener('change', () => {
    const example = EXAMPLES[api].find(({ id }) => id === examples.value)
    if (example !== undefined) onExample(example)
  })
  models.addEventListener('change', () => {
    if (models.value !== OTHER) onModel(models.value)
  })

  return {
    element: element(
      'div',
      { class: 'toolbar' },
      field('Request of', apis),
      field('Example', examples),
      field('Model', models, 'wide'),
    ),
    show: (state) => {
      if (examples.options.length === 0 || state.api !== api)
        examples.replaceChildren(...exampleOptions(state.api))
      api = state.api
      apis.value = api
      examples.value = state.example ?? OTHER
      other.textContent = state.model === undefined ? 'No model named' : `As written: ${state.model}`
      models.value = state.model ?? OTHER
      if (models.selectedIndex === -1) models.value = OTHER
    },
  }
}

function field(label: string, control: HTMLElement, kind = ''): HTMLElement {
  return element('label', { class: `field ${kind}`, for: control.id }, element('span', {}, label), control)
}

function modelOptions(): HTMLElement[] {
  return listModels().map(({ maker, models }) =>
    element(
      'optgroup',
      { label: maker },
      ...models.map(({ name, id }) => element('option', { value: id }, `${name} (${id})`)),
    ),
  )
}

function exampleOptions(api: RequestApi): HTMLElement[] {
  const own = element('option', { value: OTHER }, 'Your own')
  return [own, ...EXAMPLES[api].map(({ id, label }) => element('option', { value: id }, label))]
}
