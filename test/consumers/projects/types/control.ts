// What the same project says without Patchbay: errors in declarations of others that are no fault of ours.
import OpenAI from 'openai'

export const client = new OpenAI()
