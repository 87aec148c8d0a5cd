/**
 * The commands of a block for a shell, each as its words: those of pipes apart, without comments and without the variables that are
 * set in front of them. Knows quotes and lines that go on; no other syntax.
 *
 * @throws Error for a quote that is not closed.
 */
export function readCommands(text: string): string[][] {
  return text
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .flatMap((line) => splitAtPipes(readWords(line)))
    .map((words) => words.slice(words.findIndex((word) => !/^\w+=/.test(word))))
    .filter((words) => words.length > 0)
}

function readWords(line: string): string[] {
  const words: string[] = []
  for (const [word, , comment] of line.matchAll(/((?:[^\s'"#]|'[^']*'|"[^"]*"|(?<=\S)#)+)|(#.*$)|['"]/g)) {
    if (comment !== undefined) break
    if (word === "'" || word === '"') throw new Error(`A quote is not closed: ${line}`)
    words.push(word.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2'))
  }
  return words
}

function splitAtPipes(words: readonly string[]): string[][] {
  return words.reduce<string[][]>(
    (commands, word) =>
      word === '|' ? [...commands, []] : [...commands.slice(0, -1), [...(commands.at(-1) ?? []), word]],
    [[]],
  )
}
