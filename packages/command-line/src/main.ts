#!/usr/bin/env node
import { runCommandLine } from './run.ts'
import { processTerminal } from './terminal.ts'

/** How long what is left of a command may take, in milliseconds. */
const REST_MS = 1000

// Set rather than exited with: what was written to a pipe is still being read, and a server has its last lines to write.
process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal())
// What does not end by itself is not waited for, such as a connection to a proxy that never answers.
setTimeout(() => process.stdout.write('', () => process.exit()), REST_MS).unref()
