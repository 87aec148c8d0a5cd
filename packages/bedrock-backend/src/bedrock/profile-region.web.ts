/** There are no configuration files. */
export async function readProfileRegion(_profile: string | undefined): Promise<string | undefined> {
  return undefined
}
