/** The operations of the control plane. An operation that is not emulated is refused, never answered with a pretended success. */
import type { operations } from '@iot-rollouts/schemas/iot';
import type { Handlers } from '../handler.js';
import { addThingToThingGroup } from './iot/add-thing-to-thing-group.js';
import { associateTargetsWithJob } from './iot/associate-targets-with-job.js';
import { cancelJob } from './iot/cancel-job.js';
import { cancelJobExecution } from './iot/cancel-job-execution.js';
import { createDynamicThingGroup } from './iot/create-dynamic-thing-group.js';
import { createJob } from './iot/create-job.js';
import { createJobTemplate } from './iot/create-job-template.js';
import { createPackage } from './iot/create-package.js';
import { createPackageVersion } from './iot/create-package-version.js';
import { createThing } from './iot/create-thing.js';
import { createThingGroup } from './iot/create-thing-group.js';
import { deleteDynamicThingGroup } from './iot/delete-dynamic-thing-group.js';
import { deleteJob } from './iot/delete-job.js';
import { deleteJobExecution } from './iot/delete-job-execution.js';
import { deleteJobTemplate } from './iot/delete-job-template.js';
import { deletePackage } from './iot/delete-package.js';
import { deletePackageVersion } from './iot/delete-package-version.js';
import { deleteThing } from './iot/delete-thing.js';
import { deleteThingGroup } from './iot/delete-thing-group.js';
import { describeEndpoint } from './iot/describe-endpoint.js';
import { describeEventConfigurations } from './iot/describe-event-configurations.js';
import { describeJob } from './iot/describe-job.js';
import { describeJobExecution } from './iot/describe-job-execution.js';
import { describeJobTemplate } from './iot/describe-job-template.js';
import { describeManagedJobTemplate } from './iot/describe-managed-job-template.js';
import { describeThing } from './iot/describe-thing.js';
import { describeThingGroup } from './iot/describe-thing-group.js';
import { getJobDocument } from './iot/get-job-document.js';
import { getPackage } from './iot/get-package.js';
import { getPackageVersion } from './iot/get-package-version.js';
import { getStatistics } from './iot/get-statistics.js';
import { listJobExecutionsForJob } from './iot/list-job-executions-for-job.js';
import { listJobExecutionsForThing } from './iot/list-job-executions-for-thing.js';
import { listJobTemplates } from './iot/list-job-templates.js';
import { listJobs } from './iot/list-jobs.js';
import { listManagedJobTemplates } from './iot/list-managed-job-templates.js';
import { listPackageVersions } from './iot/list-package-versions.js';
import { listPackages } from './iot/list-packages.js';
import { listTagsForResource } from './iot/list-tags-for-resource.js';
import { listThingGroups } from './iot/list-thing-groups.js';
import { listThingGroupsForThing } from './iot/list-thing-groups-for-thing.js';
import { listThings } from './iot/list-things.js';
import { listThingsInThingGroup } from './iot/list-things-in-thing-group.js';
import { removeThingFromThingGroup } from './iot/remove-thing-from-thing-group.js';
import { searchIndex } from './iot/search-index.js';
import { tagResource } from './iot/tag-resource.js';
import { untagResource } from './iot/untag-resource.js';
import { updateEventConfigurations } from './iot/update-event-configurations.js';
import { updateJob } from './iot/update-job.js';
import { updatePackageVersion } from './iot/update-package-version.js';
import { updateThing } from './iot/update-thing.js';
import { updateThingGroup } from './iot/update-thing-group.js';

/** A handler, or the reason why there is none, for every operation of the service. */
export const iotHandlers: Handlers<typeof operations> = {
  AddThingToThingGroup: addThingToThingGroup,
  AssociateTargetsWithJob: associateTargetsWithJob,
  CancelJob: cancelJob,
  CancelJobExecution: cancelJobExecution,
  CreateDynamicThingGroup: createDynamicThingGroup,
  CreateJob: createJob,
  CreateJobTemplate: createJobTemplate,
  CreatePackage: createPackage,
  CreatePackageVersion: createPackageVersion,
  CreateThing: createThing,
  CreateThingGroup: createThingGroup,
  DeleteDynamicThingGroup: deleteDynamicThingGroup,
  DeleteJob: deleteJob,
  DeleteJobExecution: deleteJobExecution,
  DeleteJobTemplate: deleteJobTemplate,
  DeletePackage: deletePackage,
  DeletePackageVersion: deletePackageVersion,
  DeleteThing: deleteThing,
  DeleteThingGroup: deleteThingGroup,
  DescribeEndpoint: describeEndpoint,
  DescribeEventConfigurations: describeEventConfigurations,
  DescribeJob: describeJob,
  DescribeJobExecution: describeJobExecution,
  DescribeJobTemplate: describeJobTemplate,
  DescribeManagedJobTemplate: describeManagedJobTemplate,
  DescribeThing: describeThing,
  DescribeThingGroup: describeThingGroup,
  GetJobDocument: getJobDocument,
  GetPackage: getPackage,
  GetPackageVersion: getPackageVersion,
  GetStatistics: getStatistics,
  ListJobExecutionsForJob: listJobExecutionsForJob,
  ListJobExecutionsForThing: listJobExecutionsForThing,
  ListJobTemplates: listJobTemplates,
  ListJobs: listJobs,
  ListManagedJobTemplates: listManagedJobTemplates,
  ListPackageVersions: listPackageVersions,
  ListPackages: listPackages,
  ListTagsForResource: listTagsForResource,
  ListThingGroups: listThingGroups,
  ListThingGroupsForThing: listThingGroupsForThing,
  ListThings: listThings,
  ListThingsInThingGroup: listThingsInThingGroup,
  RemoveThingFromThingGroup: removeThingFromThingGroup,
  SearchIndex: searchIndex,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateEventConfigurations: updateEventConfigurations,
  UpdateJob: updateJob,
  UpdatePackageVersion: updatePackageVersion,
  UpdateThing: updateThing,
  UpdateThingGroup: updateThingGroup,
};
