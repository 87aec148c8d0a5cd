import type { AwsProfile } from './aws-profile.ts'

/** There are no configuration files. */
export async function readAwsProfile(_name: string, _wanted: string): Promise<AwsProfile> {
  return { settings: {}, services: undefined }
}
