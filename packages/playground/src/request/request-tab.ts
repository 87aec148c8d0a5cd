import { createJsonEditor } from '../editor/json-editor.ts'
import { element } from '../element.ts'
import { locateMembers, type Member } from '../json/members.ts'
import { readJson } from '../json/read-json.ts'
import { setMember } from '../json/set-member.ts'
import { copyText } from '../page/copy-text.ts'
import type { MountedTab, TabContext } from '../tab.ts'
import { factsOf, type RequestApi } from './apis.ts'
import { createChoicesView } from './choices-view.ts'
import { EXAMPLES, firstExample, stateOf } from './examples/index.ts'
import { toCode } from './copy/to-code.ts'
import { toCurl } from './copy/to-curl.ts'
import { explainRequest, explainValue } from './explain-request.ts'
import { LinkHighlighter } from './link-highlighter.ts'
import { findLinks } from './links/find-links.ts'
import type { SentTree } from './links/link.ts'
import { toSentTree } from './links/sent-tree.ts'
import type { Outcome } from './outcome.ts'
import { createRemarksView } from './remarks-view.ts'
import { remarksOn, toEditorRemarks } from './remarks.ts'
import { readRequestState, type RequestState, writeRequestState } from './request-state.ts'
import { createResultView } from './result-view.ts'
import { createToolbar } from './toolbar.ts'

/** How long after a change members are linked, in milliseconds: that takes dozens of explanations. */
const QUIET_MS = 200

/** Shows what Bedrock would get for a request, as it is typed. */
export async function mountRequestTab(panel: HTMLElement, context: TabContext): Promise<MountedTab> {
  return new RequestTab(panel, context)
}

class RequestTab implements MountedTab {
  readonly #context: TabContext
  #state: RequestState = stateOf(firstExample('chat-completions'))
  #members: readonly Member[] = []
  #outcome: Outcome | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  /** What each API was left with, for when the reader comes back to it. */
  readonly #left = new Map<RequestApi, RequestState>()

  readonly #toolbar = createToolbar({
    onApi: (api) => this.#chooseApi(api),
    onExample: (example) => this.#replace(stateOf(example)),
    onModel: (id) => this.#chooseModel(id),
  })
  readonly #choices = createChoicesView({
    onChoices: (choices) => this.#replace({ ...this.#state, choices }),
    onStream: (stream) => this.#replace({ ...this.#state, stream }),
  })
  readonly #editor = createJsonEditor({
    label: 'The request',
    onChange: (text) => this.#replace({ ...this.#state, text }),
    onPoint: (offset) => this.#highlighter.pointAtRequest(offset),
  })
  readonly #remarks = createRemarksView((range) => this.#editor.select(range))
  readonly #result = createResultView({
    onCopyCurl: () => void this.#copyCurl(),
    onCopyCode: () => void this.#copyCode(),
    onPoint: (offset) => this.#highlighter.pointAtBody(offset),
    onPointFact: (part) => this.#highlighter.pointAtAddress(part),
  })
  readonly #highlighter = new LinkHighlighter(this.#editor, this.#result)

  constructor(panel: HTMLElement, context: TabContext) {
    this.#context = context
    const hint = element('p', { class: 'hint' }, 'Escape, then Tab, leaves the editor.')
    const request = element(
      'section',
      { class: 'pane request' },
      element('div', { class: 'pane-head' }, element('h2', {}, 'Request'), hint),
      element('div', { class: 'editor' }, this.#editor.element),
      this.#remarks.element,
    )
    panel.append(
      this.#toolbar.element,
      this.#choices.element,
      element('div', { class: 'panes' }, request, this.#result.element),
    )
  }

  restore(given: unknown): string | undefined {
    const { state, problem } = readRequestState(given, stateOf(firstExample('chat-completions')))
    this.#replace(state)
    return problem
  }

  problemOf(given: unknown): string | undefined {
    return readRequestState(given, this.#state).problem
  }

  #chooseApi(api: RequestApi): void {
    this.#left.set(this.#state.api, this.#state)
    this.#replace(this.#left.get(api) ?? stateOf(firstExample(api)))
  }

  #chooseModel(id: string): void {
    const { modelMember } = factsOf(this.#state.api)
    const change = setMember(this.#state.text, modelMember, id)
    if (change === undefined) this.#show(this.#state)
    else this.#editor.change(change)
  }

  #replace(state: RequestState): void {
    this.#context.save(writeRequestState(state))
    this.#show(state)
  }

  #show(state: RequestState): void {
    this.#state = state
    const { text, api, choices, stream } = state
    this.#members = locateMembers(text)
    // Another text: what the pointer was at is no longer there.
    if (text !== this.#editor.text()) this.#highlighter.pointAtRequest(undefined)
    this.#editor.setText(text)
    const example = EXAMPLES[api].find((one) => isSame(stateOf(one), state))
    this.#toolbar.show({ api, example: example?.id, model: modelIn(state) })
    this.#choices.show(choices, stream, api)
    void this.#explain(state)
  }

  async #explain(state: RequestState): Promise<void> {
    clearTimeout(this.#timer)
    const outcome = await explainRequest(state)
    // The reader has typed on meanwhile.
    if (state !== this.#state) return
    this.#outcome = outcome
    const remarks = remarksOn(outcome, state.text, this.#members)
    this.#editor.setRemarks(toEditorRemarks(remarks))
    this.#remarks.show(remarks)
    this.#result.show(outcome)
    this.#highlighter.setLinks(undefined)
    this.#timer = setTimeout(() => void this.#link(state, outcome), QUIET_MS)
  }

  async #link(state: RequestState, outcome: Outcome): Promise<void> {
    const sent = toSentTree(outcome)
    const read = readJson(state.text)
    if (sent === undefined || !read.ok) return
    const ask = async (variant: unknown): Promise<SentTree | undefined> => {
      await idle()
      return state === this.#state ? toSentTree(await explainValue(variant, state)) : undefined
    }
    const links = await findLinks(read.value, sent, ask)
    if (state === this.#state) this.#highlighter.setLinks(links)
  }

  async #copyCurl(): Promise<void> {
    if (this.#outcome?.kind === 'sent') await this.#copy(toCurl(this.#outcome), 'curl command')
  }

  async #copyCode(): Promise<void> {
    const read = readJson(this.#state.text)
    if (read.ok) await this.#copy(toCode(read.value, this.#state), 'Code')
    else this.#context.say('The request is not JSON: there is no code of it.')
  }

  async #copy(text: string, what: string): Promise<void> {
    this.#context.say((await copyText(text)) ? `${what} copied.` : 'The browser does not let this page copy.')
  }
}

/** Lets the browser draw and take what is typed. */
function idle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}

function isSame(one: RequestState, other: RequestState): boolean {
  return JSON.stringify(writeRequestState(one)) === JSON.stringify(writeRequestState(other))
}

/** The model that a request names, if it can be read. */
function modelIn({ api, text }: RequestState): string | undefined {
  const read = readJson(text)
  if (!read.ok || typeof read.value !== 'object' || read.value === null) return undefined
  const model = (read.value as Record<string, unknown>)[factsOf(api).modelMember]
  return typeof model === 'string' ? model : undefined
}
