const segments = (process.env['SITE_BASE'] ?? '').split('/').filter((segment) => segment !== '')

/** The path of the site's root, with slashes around it: `/patchbay/` on GitHub Pages. By `SITE_BASE`, `/` by default. */
export const SITE_BASE = ['', ...segments, ''].join('/')

/** Where the site is published, for canonical addresses and for llms.txt. By `SITE_URL`. */
export const SITE_URL = (process.env['SITE_URL'] ?? 'https://patchbay.github.io/patchbay').replace(/\/$/, '')
