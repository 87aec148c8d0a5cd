import type { RouteChoices } from './route-choices.ts'

/** How an option is shown. */
export interface ChoiceField {
  readonly name: keyof RouteChoices
  readonly label: string
  readonly kind: 'select' | 'text' | 'number' | 'flag'
  /** What stands for the default: the first entry of a list, or the words of an empty field. */
  readonly byDefault?: string
  /** Of a list: its values and what is shown for each. */
  readonly values?: readonly (readonly [value: string, label: string])[]
  /** Values that are offered while something is typed. */
  readonly suggested?: readonly string[]
  /** Requests of Converse alone have it. */
  readonly isOfConverse?: true
}

const REGIONS =
  'us-east-1 us-east-2 us-west-2 us-gov-west-1 ca-central-1 sa-east-1 eu-central-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3 ' +
  'ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2'

/** The options in the order in which they stand. */
export const CHOICE_FIELDS: readonly ChoiceField[] = [
  {
    name: 'backend',
    label: 'Backend',
    kind: 'select',
    byDefault: 'Amazon Bedrock',
    values: [
      ['chat-completions', 'openai(), Chat Completions'],
      ['responses', 'openai(), Responses'],
    ],
    isOfConverse: true,
  },
  {
    name: 'region',
    label: 'Region',
    kind: 'text',
    byDefault: 'us-east-1',
    suggested: REGIONS.split(' '),
  },
  {
    name: 'api',
    label: 'API',
    kind: 'select',
    byDefault: 'auto',
    values: same('native', 'converse', 'chat-completions', 'responses', 'messages'),
  },
  { name: 'host', label: 'Host', kind: 'select', byDefault: 'auto', values: same('runtime', 'mantle') },
  {
    name: 'crossRegion',
    label: 'Cross region',
    kind: 'select',
    byDefault: 'off',
    values: same('geo', 'global'),
  },
  { name: 'maxTokens', label: 'Max tokens', kind: 'number', byDefault: 'by model' },
  {
    name: 'reasoningRatios',
    label: 'Reasoning ratios',
    kind: 'select',
    byDefault: 'default',
    values: same('bedrock-access-gateway'),
  },
  { name: 'endpoint', label: 'Endpoint (VPC)', kind: 'text', byDefault: 'https://vpce-….amazonaws.com' },
  { name: 'strict', label: 'Strict: warnings are errors', kind: 'flag' },
  { name: 'fips', label: 'FIPS endpoint', kind: 'flag' },
  { name: 'dualstack', label: 'Dual-stack endpoint', kind: 'flag' },
]

function same(...values: readonly string[]): readonly (readonly [string, string])[] {
  return values.map((value) => [value, value] as const)
}
