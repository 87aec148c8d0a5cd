import type { CommandOptions } from '../command.ts'

/** The options of `patchbay doctor`. */
export const DOCTOR_OPTIONS = {
  model: {
    type: 'string',
    value: 'name',
    description: 'call this model, once and with a few tokens (default: no model is called)',
  },
  sts: { type: 'boolean', description: 'ask AWS STS whose credentials they are (default: nobody is asked)' },
  timeout: {
    type: 'string',
    value: 'ms',
    description: 'how long each answer may take (default: 10000; a model has six times that)',
  },
} as const satisfies CommandOptions
