#!/usr/bin/env node
import { runCommandLine } from './run.ts'
import { processTerminal } from './terminal.ts'

// Set rather than exited with: what was written to a pipe is still being read.
process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal())
