import { bedrock, configure, fallback } from '@patchbay/sdk'

// What `serve --route team` finds where Node has loaded this first.
configure({
  routes: {
    team: fallback([bedrock({ models: { 'gpt-4o': 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' } })]),
  },
})
