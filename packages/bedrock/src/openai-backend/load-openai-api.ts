import { backendProfile } from './backend-profile.ts'
import type { OpenAIApi } from './openai-api.ts'
import type { Service } from './service.ts'

type ApiName = 'chat-completions' | 'responses'

const APIS: Readonly<Record<ApiName, () => Promise<OpenAIApi>>> = {
  'chat-completions': async () => (await import('./chat-completions-api.ts')).CHAT_COMPLETIONS_API,
  responses: async () => (await import('./responses-api.ts')).RESPONSES_API,
}

/** The API that a service's route wants. */
export function loadOpenAIApi({ route }: Service): Promise<OpenAIApi> {
  return APIS[backendProfile(route).api ?? 'chat-completions']()
}
