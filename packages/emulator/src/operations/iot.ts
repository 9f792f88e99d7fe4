/** The operations of the control plane. Those at the end are refused, never answered with a pretended success. */
import type { operations } from '@iot-rollouts/schemas/iot';
import type { Handlers } from '../handler.js';
import { addThingToThingGroup } from './iot/add-thing-to-thing-group.js';
import { associateTargetsWithJob } from './iot/associate-targets-with-job.js';
import { cancelJob } from './iot/cancel-job.js';
import { cancelJobExecution } from './iot/cancel-job-execution.js';
import { createJob } from './iot/create-job.js';
import { createJobTemplate } from './iot/create-job-template.js';
import { createThing } from './iot/create-thing.js';
import { createThingGroup } from './iot/create-thing-group.js';
import { deleteJob } from './iot/delete-job.js';
import { deleteJobExecution } from './iot/delete-job-execution.js';
import { deleteJobTemplate } from './iot/delete-job-template.js';
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
import { listJobExecutionsForJob } from './iot/list-job-executions-for-job.js';
import { listJobExecutionsForThing } from './iot/list-job-executions-for-thing.js';
import { listJobTemplates } from './iot/list-job-templates.js';
import { listJobs } from './iot/list-jobs.js';
import { listManagedJobTemplates } from './iot/list-managed-job-templates.js';
import { listTagsForResource } from './iot/list-tags-for-resource.js';
import { listThingGroups } from './iot/list-thing-groups.js';
import { listThingGroupsForThing } from './iot/list-thing-groups-for-thing.js';
import { listThings } from './iot/list-things.js';
import { listThingsInThingGroup } from './iot/list-things-in-thing-group.js';
import { removeThingFromThingGroup } from './iot/remove-thing-from-thing-group.js';
import { tagResource } from './iot/tag-resource.js';
import { untagResource } from './iot/untag-resource.js';
import { updateEventConfigurations } from './iot/update-event-configurations.js';
import { updateJob } from './iot/update-job.js';
import { updateThing } from './iot/update-thing.js';
import { updateThingGroup } from './iot/update-thing-group.js';

/** A handler, or the reason why there is none, for every operation of the service. */
export const iotHandlers: Handlers<typeof operations> = {
  AddThingToThingGroup: addThingToThingGroup,
  AssociateTargetsWithJob: associateTargetsWithJob,
  CancelJob: cancelJob,
  CancelJobExecution: cancelJobExecution,
  CreateJob: createJob,
  CreateJobTemplate: createJobTemplate,
  CreateThing: createThing,
  CreateThingGroup: createThingGroup,
  DeleteJob: deleteJob,
  DeleteJobExecution: deleteJobExecution,
  DeleteJobTemplate: deleteJobTemplate,
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
  ListJobExecutionsForJob: listJobExecutionsForJob,
  ListJobExecutionsForThing: listJobExecutionsForThing,
  ListJobTemplates: listJobTemplates,
  ListJobs: listJobs,
  ListManagedJobTemplates: listManagedJobTemplates,
  ListTagsForResource: listTagsForResource,
  ListThingGroups: listThingGroups,
  ListThingGroupsForThing: listThingGroupsForThing,
  ListThings: listThings,
  ListThingsInThingGroup: listThingsInThingGroup,
  RemoveThingFromThingGroup: removeThingFromThingGroup,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateEventConfigurations: updateEventConfigurations,
  UpdateJob: updateJob,
  UpdateThing: updateThing,
  UpdateThingGroup: updateThingGroup,
  CreateDynamicThingGroup: { notEmulated: 'dynamic thing groups' },
  CreatePackage: { notEmulated: 'software packages' },
  CreatePackageVersion: { notEmulated: 'software packages' },
  DeleteDynamicThingGroup: { notEmulated: 'dynamic thing groups' },
  DeletePackage: { notEmulated: 'software packages' },
  DeletePackageVersion: { notEmulated: 'software packages' },
  GetPackage: { notEmulated: 'software packages' },
  GetPackageVersion: { notEmulated: 'software packages' },
  GetStatistics: { notEmulated: 'fleet indexing' },
  ListPackageVersions: { notEmulated: 'software packages' },
  ListPackages: { notEmulated: 'software packages' },
  SearchIndex: { notEmulated: 'fleet indexing' },
  UpdatePackageVersion: { notEmulated: 'software packages' },
};
