import { defineConfig, type Plugin } from 'vite'

/** What the page may load: its own files. It connects to nothing, so nothing that is typed into it can leave it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** In the built page alone: Vite's own server reloads a page by a socket. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY },
        injectTo: 'head-prepend',
      },
    ],
  }
}

/** What few requests need, and answers: loaded with the first that needs it. */
const RARE =
  /\/(?:embeddings|images|moderations|completions|models|gateways|policies|hooks|opentelemetry|event-stream|serve-gateway|remote-files|messages-api|messages|responses|from-converse|invoke-model|explain)(?:\/|[\w-]*\.ts$)/

/** What the first view needs, in few files: a hundred small ones are as many requests. */
const GROUPS = [
  {
    name: 'editor',
    test: /\/node_modules\/(?:\.pnpm\/)?@?(?:codemirror|lezer|style-mod|w3c-keyname|crelt|marijn)/,
  },
  {
    name: 'translation',
    test: (id: string) =>
      /\/packages\/(?!playground|bedrock\/|langchain|anthropic)[\w-]+\/src\//.test(id) && !RARE.test(id),
  },
]

export default defineConfig({
  // Relative addresses: the built page is served below any path.
  base: './',
  // From source, and in the form for browsers: `*.web.ts` in place of `*.node.ts`.
  resolve: { conditions: ['@patchbay/source', 'module', 'browser', 'import', 'default'] },
  plugins: [contentSecurityPolicy()],
  build: {
    target: 'es2023',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Optional packages of the SDK, for endpoints that the page does not show.
      external: [/^js-tiktoken/, '@aws-sdk/client-bedrock'],
      checks: { ineffectiveDynamicImport: false },
      output: { codeSplitting: { groups: GROUPS } },
    },
  },
})
