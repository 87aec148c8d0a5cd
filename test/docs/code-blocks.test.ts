import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

import { parseAst } from 'rolldown/parseAst'
import { parse as parseToml } from 'smol-toml'
import { describe, expect, it } from 'vitest'

import { COMMANDS } from '../../packages/command-line/src/commands.ts'
import { parseArguments } from '../../packages/command-line/src/parse.ts'
import { type Block, readBlocks, root } from './support/blocks.ts'
import { readCommands } from './support/shell-commands.ts'

const blocks = await readBlocks()
const placeOf = ({ page, line }: Block) => `${page}:${line}`
const named = (...languages: string[]) =>
  blocks
    .filter(({ language }) => languages.includes(language))
    .map((block) => [placeOf(block), block] as const)

/** What an application of a reader may have beside ours: other programs, and the files that a page has just shown. */
const PROGRAMS = new Set(['codex', 'claude', 'opencode', 'curl', 'jq', 'echo', 'export', 'git', 'bash'])

it('every block is in a language that is checked', () => {
  const known = ['ts', 'js', 'json', 'jsonc', 'sh', 'python', 'toml', 'capnp', 'text', '']
  expect(blocks.filter(({ language }) => !known.includes(language)).map(placeOf)).toEqual([])
})

describe('TypeScript', () => {
  it('does not escape the type check under another name', () => {
    // Code of packages that are compared with, and files that the consumer checks run.
    const scripts = blocks.filter(({ language, page, quoted }) => {
      return language === 'js' && quoted === undefined && !page.startsWith('docs/coming-from/')
    })
    expect(scripts.map(placeOf)).toEqual([])
    const texts = blocks.filter(({ language }) => ['', 'text'].includes(language))
    const code = texts.filter((block) =>
      /^(?:import|export|const|let|await|register\() ?\S/m.test(block.code),
    )
    // What `serve` prints is commands for a shell.
    expect(code.map(placeOf).filter((place) => !place.startsWith('docs/serve.md'))).toEqual([])
  })
})

it.each(named('js'))('%s parses', (_, { code }) => {
  // As a module, so that it may await.
  expect(() => parseAst(`${code}\nexport {}\n`)).not.toThrow()
})

it.each(named('json'))('%s is JSON', (_, { code }) => {
  expect(() => JSON.parse(code) as unknown).not.toThrow()
})

it.each(named('jsonc'))('%s is JSON with comments and commas', (_, { code }) => {
  const plain = code.replaceAll(/^ *\/\/.*$/gm, '').replaceAll(/,(\s*[}\]])/g, '$1')
  expect(() => JSON.parse(plain) as unknown).not.toThrow()
})

it.each(named('toml'))('%s is TOML', (_, { code }) => {
  expect(() => parseToml(code)).not.toThrow()
})

const python = spawnSync('python3', ['--version']).status === 0
it.runIf(python).each(named('python'))('%s is Python', (_, { code }) => {
  const program = 'import ast, sys; ast.parse(sys.stdin.read())'
  expect(() => execFileSync('python3', ['-c', program], { input: code, stdio: 'pipe' })).not.toThrow()
})

describe('commands', () => {
  const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
    scripts: Record<string, string>
  }
  const commands = named('sh').flatMap(([place, block]) =>
    readCommands(block.code).map((words) => ({ place, block, words, text: words.join(' ') })),
  )
  const startingWith = (...start: string[]) =>
    commands
      .filter(({ words }) => start.every((word, index) => words[index] === word))
      .map((command) => [`${command.place}: ${command.text}`, command] as const)

  it.each(startingWith('npx', '@patchbay/sdk'))('%s', (_, { words }) => {
    const [name, ...rest] = words.slice(2)
    if (name === 'help') return
    const command = COMMANDS.find((one) => one.name === name)
    if (command === undefined) throw new Error(`There is no command ${name}`)
    expect(() => parseArguments(command, rest)).not.toThrow()
  })

  it.each(startingWith('npm', 'run'))('%s', (_, { words }) => {
    expect(scripts).toHaveProperty([words[2] ?? ''])
  })

  it.each(startingWith('node'))('%s', (_, { words, block }) => {
    const [file = ''] = words.slice(1).filter((word) => !word.startsWith('-'))
    const shown = blocks.some(({ page, code }) => page === block.page && code.startsWith(`// ${file}\n`))
    expect(shown || existsSync(root + file)).toBe(true)
  })

  it('are of npm, of npx, or of programs that the pages speak of', () => {
    const others = commands.filter(({ words: [program = ''] }) => !['npm', 'npx', 'node'].includes(program))
    expect(
      others.filter(({ words: [program = ''] }) => !PROGRAMS.has(program)).map(({ text }) => text),
    ).toEqual([])
    const npm = commands.filter(({ words: [program] }) => program === 'npm').map(({ words }) => words[1])
    expect(npm.filter((word = '') => !['init', 'install', 'run', 'start', 'test'].includes(word))).toEqual([])
  })
})
