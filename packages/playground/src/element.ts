/** What stands in an element: texts become text, never markup. */
export type Content = Node | string | undefined | false

/** Attributes by their names; `true` sets an empty one, `undefined` and `false` none. */
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>

/** Makes an element. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...content: readonly Content[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false)
      made.setAttribute(attribute, value === true ? '' : String(value))
  }
  made.append(...content.filter((one) => one !== undefined && one !== false))
  return made
}

/** A button that says what it does. */
export function button(label: string, onClick: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, label)
  made.addEventListener('click', onClick)
  return made
}
