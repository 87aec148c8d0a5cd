/**
 * Headers in which the gateways carry keys, by preset. A client that was configured by hand for one gateway has its
 * key among the default headers: on a route to another gateway these stay at home.
 */
export const SECRET_HEADERS: Readonly<Record<string, readonly string[]>> = {
  javelin: ['x-javelin-apikey', 'x-javelin-virtualapikey', 'x-highflame-apikey', 'x-highflame-virtualapikey'],
  portkey: [
    'x-portkey-api-key',
    'x-portkey-virtual-key',
    'x-portkey-aws-access-key-id',
    'x-portkey-aws-secret-access-key',
    'x-portkey-aws-session-token',
    'x-portkey-aws-external-id',
    'x-portkey-azure-ad-token',
    'x-portkey-azure-api-key',
  ],
  altrum: ['project-api-key', 'aws-access-key-id', 'aws-secret-access-key'],
  helicone: ['helicone-auth'],
  cloudflare: ['cf-aig-authorization'],
  litellm: ['x-litellm-api-key'],
}

/** Takes every gateway's secret headers off `headers`, except those of `preset` itself. */
export function dropForeignSecrets(headers: Headers, preset: string): void {
  for (const [owner, names] of Object.entries(SECRET_HEADERS)) {
    if (owner !== preset) for (const name of names) headers.delete(name)
  }
}
