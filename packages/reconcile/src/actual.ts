/** What AWS holds, as far as a plan asks for it. */
import type { Target, TemplateReference } from '@iot-rollouts/validation';
import type { DescribedJob, DescribedTemplate } from './port.js';

export interface ActualJob {
  readonly kind: 'Job';
  readonly name: string;
  readonly arn: string;
  readonly job: DescribedJob;
  readonly tags: Readonly<Record<string, string>>;
  /**
   * Whether the document in AWS is the desired one; undefined when it was not asked, because the digest tag answers it
   * or there is nothing to compare with.
   */
  readonly sameDocument?: boolean;
}

/**
 * A job of which only the listing is known: it has ended and its manifest is as it was at the base, so that nothing it
 * could differ in matters.
 */
export interface ListedJob {
  readonly kind: 'Job';
  readonly name: string;
  readonly arn: string;
  readonly ended: string;
}

export interface ActualTemplate {
  readonly kind: 'JobTemplate';
  readonly name: string;
  readonly arn: string;
  /** Undefined when it was not asked: its digest tag says that it is as desired, and no new job starts from it. */
  readonly template?: DescribedTemplate;
  readonly tags: Readonly<Record<string, string>>;
}

export type Actual = ActualJob | ListedJob | ActualTemplate;

/** A target as AWS knows it. */
export interface ResolvedTarget {
  readonly target: Target;
  /** Absent when there is no such thing or group. */
  readonly arn?: string;
}

export interface ActualState {
  readonly region: string;
  /** The twelve-digit account, once any ARN was seen. */
  readonly account?: string;
  /** By `addressText`. */
  readonly resources: ReadonlyMap<string, Actual>;
  /** By the target as it is written. */
  readonly targets: ReadonlyMap<Target, ResolvedTarget>;
  /** ARNs of repository templates that exist already, by name. */
  readonly templateArns: ReadonlyMap<string, string>;
  /** ARNs of templates that new jobs name by ARN or that AWS manages, and that are not there. */
  readonly missingTemplates: ReadonlySet<string>;
  /** URLs of documents of new jobs that are not in S3. */
  readonly missingObjects: ReadonlySet<string>;
  /** Jobs of the account that are rolling out or cancelling now; undefined when the jobs were not listed whole. */
  readonly concurrentJobs?: number;
  /** Number of things in each target of new jobs; absent where it is not known cheaply. */
  readonly things: ReadonlyMap<Target, number>;
}

/** What a target names: `thing/NAME`, `thinggroup/NAME` or the ARN of one. */
export function targetReference(target: Target): { type: 'thing' | 'thinggroup'; name: string } | undefined {
  const match = /^(?:arn:[^:]+:iot:[^:]*:[^:]*:)?(thing|thinggroup)\/(.+)$/.exec(target);
  return match === null ? undefined : { type: match[1] as 'thing' | 'thinggroup', name: match[2] as string };
}

/** The ARN that CreateJob takes for a template, once the region and (for a custom template) its ARN are known. */
export function templateArn(
  reference: TemplateReference,
  region: string,
  templateArns: ReadonlyMap<string, string>,
): string | undefined {
  if (reference.kind === 'arn') return reference.arn;
  if (reference.kind === 'repository') return templateArns.get(reference.name);
  return `arn:${partitionOf(region)}:iot:${region}::jobtemplate/${reference.name}:${reference.version}`;
}

/** The partition a region belongs to (JOB-RES-01: AWS IoT is in aws, aws-cn and aws-us-gov). */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
