/**
 * Regions that have `bedrock-mantle`; elsewhere its name does not even resolve. Each model is in a few of them only.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/bedrock-mantle.html (2026-10)
 */
const REGIONS: ReadonlySet<string> = new Set(
  (
    'us-east-1 us-east-2 us-west-2 ap-south-1 ap-northeast-1 ap-southeast-2 ap-southeast-3 eu-central-1 eu-west-1 eu-west-2 ' +
    'eu-south-1 eu-north-1 sa-east-1 us-gov-west-1'
  ).split(' '),
)

/** Whether there is a `bedrock-mantle` in the region. */
export function isMantleRegion(region: string): boolean {
  return REGIONS.has(region)
}
