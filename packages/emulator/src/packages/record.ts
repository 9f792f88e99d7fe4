/** Software packages of the account and their versions. */
import type { PackageVersionArtifact, PackageVersionStatus } from '@iot-rollouts/schemas/iot';

export interface PackageRecord {
  readonly packageName: string;
  readonly packageArn: string;
  readonly sequence: number;
  readonly description: string | undefined;
  /** The token of the request that created it, by which a repetition is known. */
  readonly clientToken: string | undefined;
  /** What `$default` means in a job: the version that was published last. */
  defaultVersionName: string | undefined;
  readonly versions: Map<string, PackageVersionRecord>;
  /** Milliseconds. */
  readonly createdAt: number;
  modifiedAt: number;
}

export interface PackageVersionRecord {
  readonly packageName: string;
  readonly versionName: string;
  readonly packageVersionArn: string;
  readonly sequence: number;
  readonly clientToken: string | undefined;
  status: PackageVersionStatus;
  description: string | undefined;
  attributes: Readonly<Record<string, string>> | undefined;
  artifact: PackageVersionArtifact | undefined;
  recipe: string | undefined;
  /** Milliseconds. */
  readonly createdAt: number;
  modifiedAt: number;
}
