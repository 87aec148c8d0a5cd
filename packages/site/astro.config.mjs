import { readFileSync } from 'node:fs'

import { satteri } from '@astrojs/markdown-satteri'
import starlight from '@astrojs/starlight'
import { defineConfig, passthroughImageService } from 'astro/config'

import { REPOSITORY_URL } from './src/repository.ts'
import { SITE_BASE, SITE_URL } from './src/site-url.ts'

const sidebar = JSON.parse(readFileSync(new URL('build/sidebar.json', import.meta.url), 'utf8'))

export default defineConfig({
  site: new URL(SITE_URL).origin,
  base: SITE_BASE,
  srcDir: './theme',
  publicDir: './build/public',
  outDir: './dist',
  trailingSlash: 'always',
  // Prose is shown as it is written: quotes of code must stay straight.
  markdown: { processor: satteri({ features: { smartPunctuation: false } }) },
  image: { service: passthroughImageService() },
  integrations: [
    starlight({
      title: 'Patchbay',
      description:
        'Route the LLM clients you already have through any gateway, or straight to Amazon Bedrock, in one line.',
      social: [{ icon: 'github', label: 'GitHub', href: REPOSITORY_URL }],
      sidebar,
      customCss: ['./theme/styles/site.css'],
      lastUpdated: false,
      pagination: false,
      credits: false,
      expressiveCode: { shiki: { langAlias: { capnp: 'txt' } } },
    }),
  ],
})
