import type { Tab } from './tab.ts'

/** The tabs, in the order in which they stand; the first is open by default. */
export const TABS: readonly Tab[] = [
  {
    id: 'request',
    label: 'Request',
    mount: async (...given) => (await import('./request/request-tab.ts')).mountRequestTab(...given),
  },
  {
    id: 'answer',
    label: 'Answer',
    mount: async (...given) => (await import('./answer/answer-tab.ts')).mountAnswerTab(...given),
  },
]
