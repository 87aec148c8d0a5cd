import { createJsonEditor } from '../editor/json-editor.ts'
import { button, element } from '../element.ts'
import { copyText } from '../page/copy-text.ts'
import { createRemarksView } from '../request/remarks-view.ts'
import type { MountedTab, TabContext } from '../tab.ts'
import { type AnswerState, readAnswerState, writeAnswerState } from './answer-state.ts'
import { createAnswerToolbar } from './answer-toolbar.ts'
import { createEventsView, labelOf } from './events-view.ts'
import { EXAMPLES, stateOf } from './examples/index.ts'
import { nextIndex } from './list-keys.ts'
import { createOpenFile } from './open-file.ts'
import type { ReadPaste } from './paste/pasted-answer.ts'
import { readPaste } from './paste/read-paste.ts'
import { createPlayer, paceOf } from './player.ts'
import { remarksOn } from './answer-remarks.ts'
import { createStepView } from './step-view.ts'
import { createStepperView } from './stepper-view.ts'
import { clientFor, CLIENTS_OF } from './translation/clients.ts'
import { type TranslatedAnswer, translateAnswer } from './translation/translate-answer.ts'
import { createWholeView } from './whole-view.ts'

/** Steps through the translation of an answer or a stream. */
export async function mountAnswerTab(panel: HTMLElement, context: TabContext): Promise<MountedTab> {
  return new AnswerTab(panel, context)
}

const NOTHING: TranslatedAnswer = { steps: [], unread: 0, warnings: [] }

class AnswerTab implements MountedTab {
  readonly #context: TabContext
  #state: AnswerState = stateOf(EXAMPLES[0])
  #translated: TranslatedAnswer = NOTHING

  readonly #toolbar = createAnswerToolbar({
    onExample: (example) => this.#replace(stateOf(example)),
    onClient: (client) => this.#replace({ ...this.#state, client }),
    onSettings: (settings) => this.#replace({ ...this.#state, ...settings }),
  })
  readonly #editor = createJsonEditor({
    label: 'The answer',
    onChange: (text) => this.#replace({ ...this.#state, text }),
  })
  readonly #remarks = createRemarksView((range) => this.#editor.select(range), 'answer-remarks')
  readonly #form = element('p', { class: 'hint' })
  readonly #stepper = createStepperView({ onStep: (step) => this.#goTo(step), onPlay: () => this.#play() })
  readonly #events = createEventsView((step) => this.#goTo(step))
  readonly #step = createStepView()
  readonly #whole = createWholeView()
  readonly #result = element('section', { class: 'pane result answer-result' })
  readonly #player = createPlayer({
    advance: () => this.#advance(),
    pace: () => paceOf(this.#translated.steps.length),
    onChange: (isPlaying) => this.#stepper.showPlaying(isPlaying),
  })

  constructor(panel: HTMLElement, context: TabContext) {
    this.#context = context
    const copy = button('Copy chunks', () => void this.#copyChunks())
    const open = createOpenFile({
      onText: (text) => this.#replace({ ...this.#state, text, step: 0 }),
      onRefused: (reason) => context.say(reason),
    })
    const answer = element(
      'section',
      { class: 'pane answer' },
      element('div', { class: 'pane-head' }, element('h2', {}, 'What Bedrock answered'), this.#form, open),
      element('div', { class: 'editor' }, this.#editor.element),
      this.#remarks.element,
    )
    this.#result.append(
      element('div', { class: 'pane-head' }, element('h2', {}, 'What the client reads'), copy),
      this.#stepper.element,
      element(
        'div',
        { class: 'steps' },
        this.#events.element,
        element('div', { class: 'step-and-whole' }, this.#step.element, this.#whole.element),
      ),
    )
    this.#result.addEventListener('keydown', (event) => this.#onKey(event))
    panel.append(this.#toolbar.element, element('div', { class: 'panes' }, answer, this.#result))
  }

  restore(given: unknown): string | undefined {
    const { state, problem } = readAnswerState(given, stateOf(EXAMPLES[0]))
    this.#replace(state)
    return problem
  }

  problemOf(given: unknown): string | undefined {
    return readAnswerState(given, this.#state).problem
  }

  #replace(state: AnswerState): void {
    this.#player.stop()
    this.#show(state)
    this.#save()
  }

  #save(): void {
    this.#context.save(writeAnswerState(this.#state))
  }

  /** Reads and translates anew, and shows everything. */
  #show(state: AnswerState): void {
    const read = readPaste(state.text)
    const protocol = read.kind === 'answer' ? read.answer.protocol : 'converse'
    const client = clientFor(protocol, state.client)
    this.#translated = read.kind === 'answer' ? translateAnswer(read.answer, client, state) : NOTHING
    const last = Math.max(this.#translated.steps.length - 1, 0)
    this.#state = { ...state, step: Math.min(state.step, last) }
    this.#editor.setText(state.text)
    const example = EXAMPLES.find(({ text }) => text === state.text)?.id
    this.#toolbar.show({ example, client, clients: CLIENTS_OF[protocol], settings: state })
    const remarks = remarksOn(read, this.#translated)
    this.#remarks.show(remarks)
    this.#editor.setRemarks(
      remarks.flatMap(({ severity, message, range }) =>
        range === undefined ? [] : [{ severity, message, from: range.from, to: range.to }],
      ),
    )
    this.#form.textContent = formOf(read)
    this.#result.dataset['kind'] = read.kind === 'answer' ? 'answer' : 'unreadable'
    this.#events.setSteps(this.#translated.steps)
    this.#showStep()
  }

  #goTo(step: number): void {
    this.#player.stop()
    this.#moveTo(step)
  }

  #moveTo(step: number): void {
    const last = this.#translated.steps.length - 1
    this.#state = { ...this.#state, step: Math.max(0, Math.min(step, last)) }
    this.#showStep()
    this.#save()
  }

  #showStep(): void {
    const { steps } = this.#translated
    const { step: index } = this.#state
    const step = steps[index]
    const label = step === undefined ? 'no event' : labelOf(step)
    this.#stepper.show({ step: index, steps: Math.max(steps.length, 1), label })
    this.#events.select(index)
    this.#step.show(step)
    this.#whole.show(step?.whole ?? { parts: [] }, steps[index - 1]?.whole ?? { parts: [] })
    // Of a whole answer all would be highlighted.
    const range = steps.length > 1 ? step?.event?.range : undefined
    this.#editor.setLinked(range === undefined ? [] : [range])
  }

  #play(): void {
    if (this.#player.isPlaying()) {
      this.#player.stop()
      return
    }
    // From the end it begins again.
    if (this.#state.step >= this.#translated.steps.length - 1) this.#moveTo(0)
    this.#player.start()
  }

  #advance(): boolean {
    const last = this.#translated.steps.length - 1
    if (this.#state.step >= last) return false
    this.#moveTo(this.#state.step + 1)
    return this.#state.step < last
  }

  /** The arrow keys go through the events wherever they have no meaning of their own. */
  #onKey(event: KeyboardEvent): void {
    const { target } = event
    const isTaken =
      target instanceof Element && target.closest('input, select, .cm-editor, [role=listbox]') !== null
    if (isTaken || event.altKey || event.ctrlKey || event.metaKey) return
    const next = nextIndex(event.key, this.#state.step, this.#translated.steps.length)
    if (next === undefined) return
    event.preventDefault()
    this.#goTo(next)
  }

  async #copyChunks(): Promise<void> {
    const { steps } = this.#translated
    const chunks = steps.slice(0, this.#state.step + 1).flatMap((step) => step.chunks)
    const text = chunks.map((chunk) => `${JSON.stringify(chunk)}\n`).join('')
    const copied = `${chunks.length === 1 ? '1 chunk' : `${chunks.length} chunks`} copied.`
    this.#context.say((await copyText(text)) ? copied : 'The browser does not let this page copy.')
  }
}

const PROTOCOL_NAMES = {
  converse: 'Converse',
  claude: 'Claude',
  responses: 'Responses',
  'chat-completions': 'Chat Completions',
} as const

function formOf(read: ReadPaste): string {
  if (read.kind === 'empty') return 'Paste an answer or a stream.'
  if (read.kind === 'problem') return ''
  const { protocol, form, isWhole } = read.answer
  const known = `${PROTOCOL_NAMES[protocol]}, ${isWhole ? 'whole' : 'stream'}: ${form}.`
  return protocol === 'claude' ? `${known} It goes on as it is: other clients are served by Converse.` : known
}
