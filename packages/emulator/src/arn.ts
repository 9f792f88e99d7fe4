/** ARNs of the resources that the emulator holds. */

export type ResourceType = 'thing' | 'thinggroup' | 'job' | 'jobtemplate' | 'package';

/** Where a resource lives. */
export interface Place {
  readonly partition: string;
  readonly name: string;
  readonly account: string;
}

export interface ResourceArn {
  readonly partition: string;
  readonly region: string;
  /** Empty for AWS managed templates (JOB-RES-03). */
  readonly account: string;
  readonly type: string;
  readonly id: string;
}

/** Returns the ARN of a resource of this account in this region. */
export function arnOf(place: Place, type: ResourceType, id: string): string {
  return `arn:${place.partition}:iot:${place.name}:${place.account}:${type}/${id}`;
}

/** Returns the parts of an AWS IoT ARN, or undefined if the text is none. */
export function parseArn(arn: string): ResourceArn | undefined {
  const match = /^arn:(aws(?:-[a-z]+)*):iot:([a-z0-9-]+):(\d{12})?:([a-z]+)\/(.+)$/.exec(arn);
  if (match === null) return undefined;
  const [, partition, region, account = '', type, id] = match;
  return { partition: partition!, region: region!, account, type: type!, id: id! };
}

/** Returns whether an ARN names something of this account, region and partition (JOB-RES-01, 04). */
export function isHere(place: Place, arn: ResourceArn): boolean {
  return arn.partition === place.partition && arn.region === place.name && arn.account === place.account;
}

/** Returns the id of a resource of this place and type, or undefined if the ARN names something else. */
export function idFromArn(place: Place, type: ResourceType, arn: string): string | undefined {
  const parsed = parseArn(arn);
  return parsed?.type === type && isHere(place, parsed) ? parsed.id : undefined;
}
