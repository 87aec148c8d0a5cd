import { button, element } from '../element.ts'

/** The controls that go through the steps of an answer. */
export interface StepperView {
  readonly element: HTMLElement
  readonly show: (state: StepperState) => void
  readonly showPlaying: (isPlaying: boolean) => void
}

/** What the controls show. */
export interface StepperState {
  /** Counted from 0. */
  readonly step: number
  readonly steps: number
  /** What happens at this step, in words. */
  readonly label: string
}

/** What the reader does with them. */
export interface StepperEvents {
  readonly onStep: (step: number) => void
  readonly onPlay: () => void
}

export function createStepperView({ onStep, onPlay }: StepperEvents): StepperView {
  let shown: StepperState = { step: 0, steps: 1, label: '' }
  const icon = (text: string, label: string, onClick: () => void): HTMLButtonElement =>
    button(text, onClick, { class: 'icon', 'aria-label': label, title: label })
  const first = icon('«', 'First event', () => onStep(0))
  const previous = icon('‹', 'Previous event', () => onStep(shown.step - 1))
  const next = icon('›', 'Next event', () => onStep(shown.step + 1))
  const last = icon('»', 'Last event', () => onStep(shown.steps - 1))
  const play = button('Play', onPlay, { class: 'play' })
  const slider = element('input', { type: 'range', min: 1, max: 1, step: 1, 'aria-label': 'Event' })
  slider.addEventListener('input', () => onStep(Number(slider.value) - 1))
  const place = element('p', { class: 'place', 'aria-live': 'polite' })
  return {
    element: element(
      'div',
      { class: 'stepper', role: 'group', 'aria-label': 'Go through the events' },
      element('div', { class: 'tools' }, first, previous, play, next, last),
      slider,
      place,
    ),
    show: (state) => {
      shown = state
      const { step, steps, label } = state
      slider.max = String(steps)
      slider.value = String(step + 1)
      slider.disabled = steps < 2
      slider.setAttribute('aria-valuetext', `${step + 1} of ${steps}: ${label}`)
      setDisabled([first, previous], step === 0, next)
      setDisabled([next, last], step >= steps - 1, previous)
      play.disabled = steps < 2
      place.replaceChildren(element('strong', {}, `${step + 1} of ${steps}`), ` ${label}`)
    },
    showPlaying: (isPlaying) => {
      play.textContent = isPlaying ? 'Pause' : 'Play'
      // Each step of what plays by itself would be read out.
      place.setAttribute('aria-live', isPlaying ? 'off' : 'polite')
    },
  }
}

/** A button that has the focus and ends hands it to one that goes on: the keyboard must not lose its place. */
function setDisabled(
  buttons: readonly HTMLButtonElement[],
  isDisabled: boolean,
  other: HTMLButtonElement,
): void {
  const hadFocus = isDisabled && buttons.some((one) => one === document.activeElement)
  for (const one of buttons) one.disabled = isDisabled
  if (hadFocus) {
    other.disabled = false
    other.focus()
  }
}
