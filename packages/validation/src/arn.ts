/** Amazon Resource Names, taken apart. */

/** The parts of an ARN. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  /** Empty for what has no region, such as a role. */
  readonly region: string;
  /** Empty for what belongs to AWS, such as a managed template. */
  readonly account: string;
  /** What is named: `thing/lab-7`. */
  readonly resource: string;
}

/** The parts of an ARN; undefined when the text does not have the form of one. */
export function readArn(text: string): Arn | undefined {
  const parts = /^arn:(aws(?:-[a-z]+)*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|):(.+)$/s.exec(text);
  if (parts === null) return undefined;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = parts;
  return { partition, service, region, account, resource };
}
