/** Parts that several examples share. */
export const WEATHER_SCHEMA = {
  type: 'object',
  properties: {
    city: { type: 'string', description: 'City, and country where the name is not unique' },
    unit: { type: 'string', enum: ['celsius', 'fahrenheit'] },
  },
  required: ['city'],
} as const

export const INVOICE_SCHEMA = {
  type: 'object',
  properties: {
    number: { type: 'string' },
    total: { type: 'number', description: 'With tax, in the currency of the invoice' },
    currency: { type: 'string', enum: ['EUR', 'USD'] },
  },
  required: ['number', 'total', 'currency'],
  additionalProperties: false,
} as const

/** A PNG of one pixel. */
export const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** Long enough to be worth a cache. */
export const HANDBOOK =
  'You answer questions of employees by the handbook below, in two sentences at most, and name the section. ' +
  '1. Travel is booked by the travel desk. 2. Trains are preferred below 600 km. 3. Receipts are handed in within 30 days.'

export const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
export const CLAUDE_NEW = 'us.anthropic.claude-opus-4-6-v1'
export const NOVA = 'us.amazon.nova-lite-v1:0'
