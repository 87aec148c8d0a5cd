// Compares the results of both runs, and prints what differs.
import { KNOWN_DIFFERENCES } from './known-differences.mjs'

/** The names of tests that pass on plain clients and not on registered ones. */
export function differences(plain, registered) {
  return [...plain.keys()].filter(
    (name) => plain.get(name).status === 'passed' && registered.get(name)?.status !== 'passed',
  )
}

/** Prints the outcome, and returns how many differences are none of the known ones. */
export function report(plain, registered, clientsSeen) {
  const different = differences(plain, registered)
  console.log(`\nPlain: ${outcome(plain)}. Registered: ${outcome(registered)}.`)
  for (const [line, times] of clientsSeen) console.log(`${String(times).padStart(6)} clients ${line}`)
  for (const name of different) {
    const reason = reasonOf(name)
    console.log(`\n${reason === undefined ? 'NEW' : 'known'}: ${name}`)
    console.log(`    ${reason ?? firstLines(registered.get(name)?.message)}`)
  }
  const unknown = different.filter((name) => reasonOf(name) === undefined).length
  console.log(`\n${different.length} differences, ${unknown} of them not known.`)
  return unknown
}

const reasonOf = (name) => KNOWN_DIFFERENCES.find(({ test }) => name.includes(test))?.reason

const firstLines = (message = 'It did not run.') => message.split('\n').slice(0, 6).join('\n    ')

function outcome(results) {
  const passed = [...results.values()].filter(({ status }) => status === 'passed').length
  return `${passed} of ${results.size} tests pass`
}
