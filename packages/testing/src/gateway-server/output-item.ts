/** One item of a response's output. */
export type OutputItem =
  | {
      readonly type: 'message'
      readonly id: string
      readonly role: 'assistant'
      readonly status: string
      readonly content: readonly {
        readonly type: 'output_text'
        readonly text: string
        readonly annotations: readonly []
        readonly logprobs: readonly []
      }[]
    }
  | {
      readonly type: 'reasoning'
      readonly id: string
      readonly summary: readonly { readonly type: 'summary_text'; readonly text: string }[]
      readonly encrypted_content: string
    }
  | {
      readonly type: 'function_call'
      readonly id: string
      readonly call_id: string
      readonly name: string
      readonly namespace?: string
      readonly arguments: string
      readonly status: string
    }
  | {
      readonly type: 'custom_tool_call'
      readonly id: string
      readonly call_id: string
      readonly name: string
      readonly namespace?: string
      readonly input: string
      readonly status: string
    }
