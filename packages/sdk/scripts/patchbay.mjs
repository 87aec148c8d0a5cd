#!/usr/bin/env -S node --conditions=@patchbay/source
// The program of this package in a clone, from source: `npx @patchbay/sdk doctor`. What is published is dist/command-line.js.
import '../../command-line/src/main.ts'
