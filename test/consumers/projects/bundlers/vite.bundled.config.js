import { defineConfig } from 'vite'

// By default Vite leaves dependencies outside of a server bundle. This puts them in, for a server without node_modules.
export default defineConfig({ ssr: { noExternal: true } })
